/// Settings of transcoding.
///
/// - Threads: immutable values
/// - Imports: `config.key` for what settings are, `config.value`
@NullMarked
package dev.millrace.config.transcode;

import org.jspecify.annotations.NullMarked;
