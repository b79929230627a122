package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.TrackKind;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads an FLV file or stream that arrives in pieces of any size. FLV 10.1, annex E.2 to E.4.
///
/// It goes by the length of each tag and is otherwise forgiving: tags of unknown types and
/// encrypted ones are counted and skipped, a wrong size of the previous tag is only counted.
/// Belongs to one thread.
public final class FlvReader {
    private static final int PREVIOUS_TAG_SIZE_BYTES = 4;

    private enum Step {
        FILE_HEADER,
        PREVIOUS_TAG_SIZE,
        TAG_HEADER,
        BODY,
        /// Bytes nobody wants; they are not collected.
        SKIPPED
    }

    private final ByteWriter collected = new ByteWriter(1 << 10);
    private Step step = Step.FILE_HEADER;
    private int missingBytes = FlvFileHeader.LENGTH_BYTES;
    private @Nullable FlvFileHeader fileHeader;
    private TrackKind kind = TrackKind.DATA;
    private long timestampMs;
    private int previousTagBytes;
    private long skippedTags;
    private long wrongPreviousSizes;

    /// Takes in the next piece, and hands every tag it completes to `sink`.
    ///
    /// @throws ProtocolException if this is no FLV, or a tag is too large; the reader is then of no
    ///   further use
    public void read(byte[] bytes, int offset, int length, Consumer<? super FlvTag> sink)
            throws ProtocolException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int take = Math.min(missingBytes, end - at);
            if (step != Step.SKIPPED) {
                collected.put(bytes, at, take);
            }
            at += take;
            missingBytes -= take;
            while (missingBytes == 0) { // again at once when an empty body is next
                finishStep(sink);
            }
        }
    }

    /// The header of the file, once it has arrived.
    public Optional<FlvFileHeader> fileHeader() {
        return Optional.ofNullable(fileHeader);
    }

    /// Whether everything up to here was whole: an end now would be a good one.
    public boolean isBetweenTags() {
        return switch (step) {
            case FILE_HEADER, BODY, SKIPPED -> false;
            case PREVIOUS_TAG_SIZE -> collected.size() == 0;
            case TAG_HEADER -> collected.size() == 0;
        };
    }

    /// Tags passed over because nobody knows their type, or has their key.
    public long skippedTags() {
        return skippedTags;
    }

    /// Tags followed by something else than their own size.
    public long wrongPreviousSizes() {
        return wrongPreviousSizes;
    }

    private void finishStep(Consumer<? super FlvTag> sink) throws ProtocolException {
        var in = new ByteReader(collected.array(), 0, collected.size());
        switch (step) {
            case FILE_HEADER -> {
                fileHeader = FlvFileHeader.decode(in);
                expect(Step.SKIPPED, fileHeader.lengthBytes() - FlvFileHeader.LENGTH_BYTES);
            }
            case PREVIOUS_TAG_SIZE -> {
                if (in.u32() != previousTagBytes) {
                    wrongPreviousSizes++;
                }
                expect(Step.TAG_HEADER, FlvTagHeader.LENGTH_BYTES);
            }
            case TAG_HEADER -> beginBody(FlvTagHeader.decode(in));
            case BODY -> {
                byte[] body = collected.toByteArray();
                expect(Step.PREVIOUS_TAG_SIZE, PREVIOUS_TAG_SIZE_BYTES);
                sink.accept(new FlvTag(kind, timestampMs, body));
            }
            case SKIPPED -> expect(Step.PREVIOUS_TAG_SIZE, PREVIOUS_TAG_SIZE_BYTES);
        }
    }

    private void beginBody(FlvTagHeader header) throws ProtocolException {
        previousTagBytes = FlvTagHeader.LENGTH_BYTES + header.bodyBytes();
        Optional<TrackKind> known = header.kind();
        if (known.isEmpty() || header.encrypted()) {
            skippedTags++;
            expect(Step.SKIPPED, header.bodyBytes());
            return;
        }
        kind = known.get();
        timestampMs = header.timestampMs();
        ProtocolException.requireAtMost(
                "size of an FLV tag", header.bodyBytes(), FlvLimits.TAG_BODY_BYTES_MAX);
        expect(Step.BODY, header.bodyBytes());
    }

    private void expect(Step next, int bytes) {
        step = next;
        missingBytes = bytes;
        collected.clear();
    }
}
