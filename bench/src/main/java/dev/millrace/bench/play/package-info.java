/// Players by the thousand. Of what they receive they look only at the headers and at the first
/// bytes of each message, so that they cost less than the server that feeds them.
///
/// - Threads: everything belongs to the thread that runs the load.
/// - Imports: `bytes`, `amf`, `flv`, `rtmp`, `testcard`, `bench.measure`, `bench.net`.
@NullMarked
package dev.millrace.bench.play;

import org.jspecify.annotations.NullMarked;
