package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.List;

/// A delivery format that says everything of a frame, so that its reader can check everything.
///
/// ```
///  group   G sequence:8 epoch:4
///  frame   F number:4 length:4, payload, E torn:1
///  close   C
/// ```
final class BinaryFormat implements Packager<Long> {
    static final WireFormat<Long> LIVE = new WireFormat<>("live", false, BinaryFormat::new);
    static final WireFormat<Long> PAST = new WireFormat<>("past", true, BinaryFormat::new);

    @Override
    public Long open(Group group, boolean missed, WireOut out) {
        out.put(new ByteWriter().u8('G').i64(group.sequence()).u32(group.epoch()).toByteArray());
        return group.sequence();
    }

    @Override
    public void frame(GroupFrame frame, WireOut out) {
        int number = frame.header().ctsUs();
        out.put(
                new ByteWriter()
                        .u8('F')
                        .u32(number)
                        .u32(frame.header().lengthBytes())
                        .toByteArray());
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut out) {
        out.put(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    @Override
    public void endFrame(GroupFrame frame, WireOut out) {
        out.put(new byte[] {'E', (byte) (frame.torn() ? 1 : 0)});
    }

    @Override
    public void close(WireOut out) {
        out.put(new byte[] {'C'});
    }

    /// The other side: parses what a viewer gets, however it is cut.
    static final class Parser {
        private final Content content = new Content();
        private ByteBuffer pending = ByteBuffer.allocate(0);
        private boolean joined;

        Content content() {
            return content;
        }

        /// The reader says that it stands at the start of this group.
        void start(WireGroup<Long> group) {
            assertThat(pending.hasRemaining()).as("half a record after %s", content).isFalse();
            assertThat(content.isInFrame()).as("started anew inside of %s", content).isFalse();
            assertThat(group.start()).isEqualTo(group.sequence());
            joined = true;
        }

        void span(List<ByteBuffer> bytes, boolean whole) {
            assertThat(bytes).as("a span after %s", content).isNotEmpty();
            for (ByteBuffer run : bytes) {
                pending = joined(pending, run);
                while (record()) {
                    // One after the other.
                }
            }
            if (whole) {
                assertThat(pending.hasRemaining() || content.isInFrame()).isFalse();
            }
        }

        /// Whether there was a whole record, or some payload.
        private boolean record() {
            if (content.awaitsPayload()) {
                content.payload(pending);
                return pending.hasRemaining();
            }
            if (!pending.hasRemaining()) {
                return false;
            }
            char type = (char) pending.get(pending.position());
            if (pending.remaining() < lengthOf(type)) {
                return false;
            }
            pending.get();
            switch (type) {
                case 'G' -> {
                    content.group(pending.getLong(), pending.getInt(), joined);
                    joined = false;
                }
                case 'F' -> content.begin(pending.getInt(), pending.getInt());
                case 'E' -> content.end(pending.get() == 1);
                default -> {}
            }
            return true;
        }

        private int lengthOf(char type) {
            return switch (type) {
                case 'G' -> 13;
                case 'F' -> 9;
                case 'E' -> 2;
                case 'C' -> 1;
                default -> throw new AssertionError("record " + (int) type + " after " + content);
            };
        }

        private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
            if (!first.hasRemaining()) {
                return second;
            }
            return ByteBuffer.allocate(first.remaining() + second.remaining())
                    .put(first)
                    .put(second)
                    .flip();
        }
    }
}
