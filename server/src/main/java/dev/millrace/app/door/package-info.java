/// Where a server listens: ports that open and close while it runs, and nobody notices who is
/// connected.
///
/// - Way in: [Doors]
/// - Threads: any; one change at a time
/// - Imports: `config` for what is wanted; `net` and `net.http` for who listens
@NullMarked
package dev.millrace.app.door;

import org.jspecify.annotations.NullMarked;
