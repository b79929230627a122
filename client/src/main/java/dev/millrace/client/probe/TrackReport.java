package dev.millrace.client.probe;

import dev.millrace.codec.Codec;

/// One track of a stream, as it was seen. Rates are 0 where less than two frames came.
///
/// @param codec its configuration; the last one, if there were several
/// @param configurations how many there were
/// @param frames how many came
/// @param bytes of their payloads
/// @param mediaSeconds from the first decoding time to the last
/// @param framesPerSecond measured, over the time of the media
/// @param bitsPerSecond over the time of the media, not of its arrival
/// @param keyIntervalSeconds from one key frame to the next; only video has such
/// @param latenessMs how much later than the most punctual frame the others came, measured by their
///   timestamps, once the first second was over
/// @param gaps where decoding time jumps by more than a second
/// @param backwardSteps where decoding time goes back
public record TrackReport(
        Codec codec,
        int configurations,
        long frames,
        long bytes,
        double mediaSeconds,
        double framesPerSecond,
        double bitsPerSecond,
        Spread keyIntervalSeconds,
        Spread latenessMs,
        long gaps,
        long backwardSteps) {}
