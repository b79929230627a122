package dev.millrace.edge.store;

import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import dev.millrace.segment.SegmentId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32;

/// A file with one segment and all that is known of it, so that a folder of them needs no index
/// that could contradict it.
///
/// ```
///  0           8            12       16      16 + headBytes
///  +-----------+------------+--------+-------+---------------+
///  | MRSEG 0 1 | headBytes  | crc32  | head  | the segment   |
///  +-----------+------------+--------+-------+---------------+
/// ```
///
/// The checksum is of the head; the segment's own is its hash. A file appears under its name when
/// it is whole.
public final class SegmentFile {
    static final long MAGIC = 0x4D52534547000001L;
    private static final int FIXED_BYTES = 16;
    private static final int SUM_AT = 12;

    private SegmentFile() {}

    /// Writes a file.
    ///
    /// @param body the segment; nothing if it is lost
    /// @param durable whether it must be there after a loss of power, once this returns
    public static void write(Path file, SegmentHead head, byte[] body, boolean durable)
            throws IOException {
        Set<Promise> promises = durable ? Set.of(Promise.DURABLE) : Set.of();
        WholeFile.write(file, promises, start(head), ByteBuffer.wrap(body));
    }

    /// What a file has.
    ///
    /// @throws BadSegmentFileException if it is none, or is not whole
    public static SegmentHead readHead(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer fixed = readFully(in, 0, FIXED_BYTES);
            int headBytes = headBytes(fixed);
            SegmentHead head = head(fixed, readFully(in, FIXED_BYTES, headBytes));
            long expected = FIXED_BYTES + headBytes + head.bodyBytes();
            if (in.size() != expected) {
                throw new BadSegmentFileException(
                        "it has %d bytes and should have %d".formatted(in.size(), expected));
            }
            return head;
        } catch (EOFException e) {
            throw new BadSegmentFileException("it ends within its head");
        }
    }

    /// The same for bytes that may be such a file.
    static SegmentHead parse(ByteBuffer bytes) throws BadSegmentFileException {
        if (bytes.remaining() < FIXED_BYTES) {
            throw new BadSegmentFileException("it ends within its head");
        }
        ByteBuffer fixed = bytes.slice(0, FIXED_BYTES);
        int headBytes = headBytes(fixed);
        if (bytes.remaining() < FIXED_BYTES + headBytes) {
            throw new BadSegmentFileException("it ends within its head");
        }
        return head(fixed, bytes.slice(FIXED_BYTES, headBytes));
    }

    /// The segment in a file whose head was read.
    ///
    /// @throws BadSegmentFileException if it is not the one that the head names
    public static byte[] readBody(Path file, SegmentHead head) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] body = new byte[Math.toIntExact(head.bodyBytes())];
            readFully(in, bodyAt(in), ByteBuffer.wrap(body));
            if (!SegmentId.hash(body).equals(head.segment().id().hash())) {
                throw new BadSegmentFileException("its bytes are not those it was written with");
            }
            return body;
        } catch (EOFException e) {
            throw new BadSegmentFileException("it ends within the segment");
        }
    }

    /// The segment in a file, to be read piece by piece.
    public static SegmentBody open(Path file) throws IOException {
        FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new Body(in, bodyAt(in));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private record Body(FileChannel in, long at) implements SegmentBody {
        @Override
        public ByteBuffer read(long from, int most) throws IOException {
            int length = Math.clamp(in.size() - at - from, 0, most);
            return readFully(in, at + from, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static long bodyAt(FileChannel in) throws IOException {
        return (long) FIXED_BYTES + headBytes(readFully(in, 0, FIXED_BYTES));
    }

    private static ByteBuffer start(SegmentHead head) {
        ByteBuffer encoded = head.encode();
        var start = ByteBuffer.allocate(FIXED_BYTES + encoded.remaining());
        start.putLong(MAGIC).putInt(encoded.remaining()).putInt(sum(encoded));
        return start.put(encoded).flip();
    }

    private static int headBytes(ByteBuffer fixed) throws BadSegmentFileException {
        if (fixed.getLong(0) != MAGIC) {
            throw new BadSegmentFileException("it does not begin as such a file");
        }
        int headBytes = fixed.getInt(Long.BYTES);
        if (headBytes < 0 || headBytes > SegmentHead.BYTES_MAX) {
            throw new BadSegmentFileException("a head of %d bytes".formatted(headBytes));
        }
        return headBytes;
    }

    private static SegmentHead head(ByteBuffer fixed, ByteBuffer encoded)
            throws BadSegmentFileException {
        if (sum(encoded) != fixed.getInt(SUM_AT)) {
            throw new BadSegmentFileException("the checksum of its head is wrong");
        }
        return SegmentHead.decode(encoded);
    }

    private static int sum(ByteBuffer bytes) {
        var sum = new CRC32();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }

    private static ByteBuffer readFully(FileChannel in, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        readFully(in, from, bytes);
        return bytes.flip();
    }

    private static void readFully(FileChannel in, long from, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
    }
}
