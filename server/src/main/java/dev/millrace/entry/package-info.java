/// Who may publish and play: asked before anybody does.
///
/// - Way in: [dev.millrace.entry.Entry]
/// - Threads: any; asking may take as long as the services that are asked
/// - Imports: `hook` for those services, `net` for who was wrong too often, `media` for names of
///   channels
@NullMarked
package dev.millrace.entry;

import org.jspecify.annotations.NullMarked;
