/// Tests of a control node's part of the API, with an edge node that says what a test wants.
///
/// - Threads: each test is one; the server has its own.
/// - Imports: `uplink`, `testing`.
@NullMarked
package dev.millrace.api.control;

import org.jspecify.annotations.NullMarked;
