/// What some settings are: places, networks, patterns of names. They read themselves from text and
/// are wrong never.
///
/// - Way in: each is one
/// - Threads: immutable values
/// - Imports: `media` for names of channels
@NullMarked
package dev.millrace.config.value;

import org.jspecify.annotations.NullMarked;
