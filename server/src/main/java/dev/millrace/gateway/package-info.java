/// What the gateways share.
///
/// - Threads: see [Hub].
/// - Imports: `delivery`, `channel`, `net`, `observe`.
@NullMarked
package dev.millrace.gateway;

import org.jspecify.annotations.NullMarked;
