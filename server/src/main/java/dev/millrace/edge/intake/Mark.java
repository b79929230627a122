package dev.millrace.edge.intake;

import java.nio.file.attribute.FileTime;

/// What tells, without reading it, that a file was written anew.
///
/// @param key what the file system calls the file
record Mark(FileTime modified, long bytes, String key) {}
