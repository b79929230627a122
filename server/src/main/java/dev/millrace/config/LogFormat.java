package dev.millrace.config;

/// How a log line is written.
public enum LogFormat {
    /// For people.
    TEXT,
    /// One JSON object per line, for log collectors.
    JSON
}
