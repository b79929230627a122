/// Looks at a stream and says what it carries and how it arrives: `./millrace probe`.
///
/// [Probe] plays it, [Observation] computes, [ProbeText] and [ProbeJson] write the [ProbeReport].
///
/// - Threads: a probe belongs to the thread that runs it; reports are immutable.
/// - Imports: `client`, and of `media` what frames and codecs are.
@NullMarked
package dev.millrace.client.probe;

import org.jspecify.annotations.NullMarked;
