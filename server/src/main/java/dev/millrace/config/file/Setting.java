package dev.millrace.config.file;

/// One value as somebody wrote it.
///
/// @param key dotted; not yet known to exist
/// @param origin where it stands, for people: `millrace.yaml:12`, `--set`, a variable's name
public record Setting(String key, String text, String origin) {}
