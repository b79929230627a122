/// What some settings are: places, networks, patterns of names. They read themselves from text and
/// are wrong never. And how it is said what a setting may be, and that it is something else.
///
/// - Way in: each is one, but for [dev.millrace.config.value.ValueType]
/// - Threads: immutable values
/// - Imports: `media` for names of channels
@NullMarked
package dev.millrace.config.value;

import org.jspecify.annotations.NullMarked;
