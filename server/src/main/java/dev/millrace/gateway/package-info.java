/// What the gateways share.
///
/// - Threads: see [Hub]; of a publisher, the one that reads its connection.
/// - Imports: `bytes`, `media`, `codec`, `flv`, `delivery`, `channel`, `net`, `observe`, `entry`.
@NullMarked
package dev.millrace.gateway;

import org.jspecify.annotations.NullMarked;
