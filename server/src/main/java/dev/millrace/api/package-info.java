/// What people and programs ask the server about itself over HTTP: the REST API, metrics, health,
/// and the page.
///
/// - Threads: a handler runs on a virtual thread of its own; nothing here is changed after it was
///   made, but for the page's files, which are kept once they were asked for.
/// - Imports: formats, `channel`, `net`, `net.http`, `observe`, gateways.
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
