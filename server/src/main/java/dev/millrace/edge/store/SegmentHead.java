package dev.millrace.edge.store;

import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// What a file of a segment says of it, in front of its bytes.
///
/// ```
///  source  sequence  hash  startMs  durationUs  bytes  era  position  uri   reason
///  text    8         text  8        8           8      8    8         text  text
/// ```
///
/// A text is its length in four bytes, and UTF-8. A position of -1 is none.
///
/// @param lost why there are no bytes, if there are none
public record SegmentHead(
        String source, Segment segment, Optional<Origin> origin, Optional<String> lost) {
    /// A name, a URI and a reason at their longest, in UTF-8.
    static final int BYTES_MAX = 128 << 10;

    private static final int SOURCE_CHARACTERS_MAX = 1_000;

    /// Longer reasons are cut: they are for people.
    private static final int REASON_CHARACTERS_MAX = 500;

    public SegmentHead {
        if (source.length() > SOURCE_CHARACTERS_MAX) {
            throw new IllegalArgumentException(
                    "a source's name of %d characters".formatted(source.length()));
        }
        lost = lost.map(SegmentHead::cut);
    }

    /// The same, without the bytes.
    public SegmentHead lost(String reason) {
        return new SegmentHead(source, segment, origin, Optional.of(reason));
    }

    /// The same, at another time.
    public SegmentHead startingAt(Instant start) {
        var moved =
                new Segment(
                        segment.id(), start, segment.durationUs(), segment.bytes(), segment.era());
        return new SegmentHead(source, moved, origin, lost);
    }

    /// How many bytes follow the head.
    long bodyBytes() {
        return lost.isPresent() ? 0 : segment.bytes();
    }

    ByteBuffer encode() {
        var out = ByteBuffer.allocate(BYTES_MAX);
        put(out, source);
        out.putLong(segment.id().sequence());
        put(out, segment.id().hash());
        out.putLong(segment.start().toEpochMilli());
        out.putLong(segment.durationUs()).putLong(segment.bytes()).putLong(segment.era());
        out.putLong(origin.map(Origin::position).orElse(-1L));
        put(out, origin.map(Origin::uri).orElse(""));
        put(out, lost.orElse(""));
        return out.flip();
    }

    /// @throws BadSegmentFileException if these bytes are no head
    static SegmentHead decode(ByteBuffer in) throws BadSegmentFileException {
        try {
            String source = text(in);
            var id = new SegmentId(in.getLong(), text(in));
            var segment =
                    new Segment(
                            id,
                            Instant.ofEpochMilli(in.getLong()),
                            in.getLong(),
                            in.getLong(),
                            in.getLong());
            long position = in.getLong();
            String uri = text(in);
            String reason = text(in);
            return new SegmentHead(
                    source,
                    segment,
                    position < 0 ? Optional.empty() : Optional.of(new Origin(position, uri)),
                    reason.isEmpty() ? Optional.empty() : Optional.of(reason));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new BadSegmentFileException("its head cannot be read: " + e);
        }
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) throws BadSegmentFileException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BadSegmentFileException(
                    "a text of %d bytes where %d are left".formatted(length, in.remaining()));
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String cut(String reason) {
        String text = reason.isEmpty() ? "unknown" : reason;
        return text.length() > REASON_CHARACTERS_MAX
                ? text.substring(0, REASON_CHARACTERS_MAX)
                : text;
    }
}
