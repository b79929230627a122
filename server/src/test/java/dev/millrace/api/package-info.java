/// Tests of the API, the metrics and the page, over a real HTTP server.
///
/// - Threads: each test is one; the server has its own.
/// - Imports: `channel`, `net`, `net.http`, `observe`, `testing`.
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
