package dev.millrace.testing;

import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/// A segment with bytes that no other has.
@SuppressWarnings("ArrayRecordComponent") // passed along, compared only by its segment
public record Clip(Segment segment, byte[] body) {
    private static final int TS_PACKET_BYTES = 188;
    public static final long SECONDS = 2;

    /// The one of this number, of a source whose first began at this time; two seconds long.
    public static Clip of(long sequence, Instant firstStart) {
        return of(sequence, firstStart, 0, 50 * TS_PACKET_BYTES);
    }

    /// The same, after so many discontinuities.
    public static Clip of(long sequence, Instant firstStart, long era, int bytes) {
        var body = new byte[bytes];
        new Random(sequence * 31 + firstStart.toEpochMilli()).nextBytes(body);
        for (int i = 0; i < bytes; i += TS_PACKET_BYTES) {
            body[i] = 0x47;
        }
        Instant start = firstStart.plus(sequence * SECONDS, ChronoUnit.SECONDS);
        var id = SegmentId.of(sequence, body);
        return new Clip(new Segment(id, start, SECONDS * 1_000_000, bytes, era), body);
    }

    /// What a playlist calls it.
    public String file() {
        return segment.id().name() + ".ts";
    }
}
