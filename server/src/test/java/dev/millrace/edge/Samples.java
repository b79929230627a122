package dev.millrace.edge;

import dev.millrace.edge.store.SegmentHead;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/// Segments for tests: transport streams as far as anyone here looks.
public final class Samples {
    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    public static final Duration LENGTH = Duration.ofSeconds(2);
    private static final int PACKET_BYTES = 188;

    private Samples() {}

    /// As many packets, different for every seed.
    public static byte[] body(long seed, int packets) {
        byte[] body = new byte[packets * PACKET_BYTES];
        new Random(seed).nextBytes(body);
        for (int i = 0; i < packets; i++) {
            body[i * PACKET_BYTES] = 0x47;
        }
        return body;
    }

    public static byte[] body(long seed) {
        return body(seed, 10);
    }

    /// The segment of this number, two seconds after the one before.
    public static Segment segment(long sequence, byte[] body) {
        return new Segment(
                SegmentId.of(sequence, body),
                START.plus(LENGTH.multipliedBy(sequence)),
                LENGTH.toNanos() / 1_000,
                body.length,
                0);
    }

    public static SegmentHead head(String source, long sequence, byte[] body) {
        return new SegmentHead(source, segment(sequence, body), Optional.empty(), Optional.empty());
    }
}
