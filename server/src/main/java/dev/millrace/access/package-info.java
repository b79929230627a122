/// Who may do what with this server.
///
/// - Way in: [dev.millrace.access.Access]
/// - Threads: any
/// - Imports: `net`, `net.http`
@NullMarked
package dev.millrace.access;

import org.jspecify.annotations.NullMarked;
