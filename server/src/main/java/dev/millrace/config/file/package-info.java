/// Files of settings, as text: which names and words stand in them, and where. What they mean is
/// the business of [dev.millrace.config].
///
/// - Way in: [YamlSettings], and [VtxLinkFile] for what another program calls the same things
/// - Threads: none; a reader belongs to whoever calls it
/// - Imports: nothing of ours
@NullMarked
package dev.millrace.config.file;

import org.jspecify.annotations.NullMarked;
