package dev.millrace.dvr;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.mp4.SegmentIndex;
import dev.millrace.mp4.box.BoxHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/// What is where in a recording as MP4: its head, room for an index, its parts.
///
/// @param headBytes of `ftyp` and `moov`
/// @param partsAt where the first fragment begins
/// @param index where parts begin; empty if it is not finished, or has no index
public record Mp4Layout(long headBytes, long partsAt, Optional<SegmentIndex> index) {
    /// More is no index of ours, which has at most 65,535 parts.
    private static final int INDEX_BYTES_MAX = 1 << 20;

    /// A box of a file.
    record Box(long position, BoxHeader header) {
        long bodyAt() {
            return position + header.headerBytes();
        }

        long end() {
            return bodyAt() + header.bodyBytes();
        }
    }

    /// The same of a file that is done.
    ///
    /// @throws IOException also if it is no MP4
    public static Mp4Layout of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return of(file);
        }
    }

    /// Looks at the boxes in front of the first fragment.
    ///
    /// @throws IOException also if it is no fragmented MP4
    static Mp4Layout of(SeekableByteChannel file) throws IOException {
        long headBytes = 0;
        Optional<SegmentIndex> index = Optional.empty();
        long at = 0;
        for (var box = box(file, at); box.isPresent(); box = box(file, at)) {
            switch (box.get().header().type()) {
                case "moov" -> headBytes = box.get().end();
                case "sidx" -> index = Optional.of(index(file, box.get()));
                case "moof" -> {
                    return new Mp4Layout(headBytes, at, index);
                }
                default -> {}
            }
            at = box.get().end();
        }
        return new Mp4Layout(headBytes, at, index);
    }

    /// The box that begins there; empty if it is not all there.
    static Optional<Box> box(SeekableByteChannel file, long position) throws IOException {
        long left = file.size() - position;
        if (left < BoxHeader.LENGTH_BYTES) {
            return Optional.empty();
        }
        int length = (int) Math.min(left, BoxHeader.LENGTH_BYTES_MAX);
        try {
            var in = new ByteReader(PartFile.read(file, position, length));
            var box = new Box(position, BoxHeader.decode(in));
            boolean isWhole = !box.header.isToTheEnd() && box.end() <= file.size();
            return isWhole ? Optional.of(box) : Optional.empty();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    private static SegmentIndex index(SeekableByteChannel file, Box box) throws IOException {
        if (box.header().bodyBytes() > INDEX_BYTES_MAX) {
            throw new IOException("an index of %d bytes".formatted(box.header().bodyBytes()));
        }
        byte[] body = PartFile.read(file, box.bodyAt(), (int) box.header().bodyBytes());
        try {
            return SegmentIndex.parse(new ByteReader(body));
        } catch (ProtocolException e) {
            throw new IOException("its index makes no sense: " + e.getMessage(), e);
        }
    }
}
