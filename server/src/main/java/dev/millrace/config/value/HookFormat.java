package dev.millrace.config.value;

/// In which words hooks are asked.
public enum HookFormat {
    /// JSON, as SRS sends it.
    SRS,

    /// The fields of a form, as nginx-rtmp sends them.
    NGINX
}
