package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.BoxHeader;
import dev.millrace.mp4.box.Mp4Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a stream of MP4 fragments: bytes in, configurations and frames out. ISO/IEC 14496-12, 8.8;
/// ISO/IEC 23000-19 (CMAF).
///
/// Of the movie it reads the first video and the first audio track whose codecs are known. Frames
/// come in order of decoding within a fragment, when all of it is there. How the bytes are cut
/// makes no difference. Boxes that are not known are passed over, and so are the samples of a movie
/// that is not made of fragments: those are for a [MovieReader].
///
/// Written and read by one thread.
public final class Mp4Reader {
    private enum Step {
        HEADER,
        BODY,
        /// Bytes that only a fragment may want.
        PASSED
    }

    private static final long TO_THE_END = Long.MAX_VALUE;

    private final ByteWriter collected = new ByteWriter(1 << 10);
    private Step step = Step.HEADER;
    private long missingBytes = BoxHeader.LENGTH_BYTES;
    private boolean begun;

    /// Where the next byte is in the file, and where the box begins that it is in.
    private long positionBytes;

    private long boxBytes;
    private String boxType = "";

    private byte[] movieBytes = {};
    private @Nullable Movie movie;
    private List<TrackReader> tracks = List.of();
    private @Nullable Fragment fragment;

    /// Takes in the next piece of the stream, and hands what it completes to `sink`.
    ///
    /// @throws ProtocolException if this is no MP4, or more than it should be; the reader is then
    ///   of no further use until another segment [#begin]s
    public void read(byte[] bytes, int offset, int length, Consumer<? super Mp4Item> sink)
            throws ProtocolException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int take = (int) Math.min(missingBytes, end - at);
            feedFragment(bytes, at, take, sink);
            if (step != Step.PASSED) {
                ProtocolException.requireAtMost(
                        "size of a header",
                        (long) collected.size() + take,
                        Mp4Limits.MOVIE_BYTES_MAX);
                collected.put(bytes, at, take);
            }
            at += take;
            positionBytes += take;
            missingBytes -= missingBytes == TO_THE_END ? 0 : take;
            while (missingBytes == 0) { // again at once when an empty body is next
                finishStep(sink);
            }
        }
    }

    /// What follows is another segment of the same movie.
    ///
    /// @param atBytes where in its file it begins
    public void begin(long atBytes, Consumer<? super Mp4Item> sink) throws ProtocolException {
        Fragment open = fragment;
        fragment = null;
        positionBytes = atBytes;
        begun = false;
        expectHeader();
        finish(open, sink);
    }

    /// Ends the stream, and hands over what is whole of what was begun.
    public void end(Consumer<? super Mp4Item> sink) throws ProtocolException {
        if (step == Step.BODY && missingBytes == TO_THE_END) {
            finishStep(sink);
        }
        Fragment open = fragment;
        fragment = null;
        finish(open, sink);
    }

    /// Whether everything up to here was whole: an end now would be a good one.
    public boolean isBetweenBoxes() {
        boolean betweenBoxes = step == Step.HEADER && collected.size() == 0;
        return fragment == null && (betweenBoxes || missingBytes == TO_THE_END);
    }

    private void feedFragment(byte[] bytes, int at, int length, Consumer<? super Mp4Item> sink)
            throws ProtocolException {
        Fragment open = fragment;
        if (open != null) {
            open.take(positionBytes, bytes, at, length);
            if (open.isWhole()) {
                fragment = null;
                finish(open, sink);
            }
        }
    }

    private static void finish(@Nullable Fragment open, Consumer<? super Mp4Item> sink)
            throws ProtocolException {
        if (open != null && open.finish(sink) > 0) {
            sink.accept(new Mp4Item.Ignored("samples that are not all there"));
        }
    }

    private void finishStep(Consumer<? super Mp4Item> sink) throws ProtocolException {
        switch (step) {
            case HEADER -> finishHeader();
            case BODY -> {
                byte[] body = collected.toByteArray();
                expectHeader();
                if (boxType.equals("moov")) {
                    setMovie(body, sink);
                } else {
                    openFragment(body, sink);
                }
            }
            case PASSED -> expectHeader();
        }
    }

    private void finishHeader() throws ProtocolException {
        var in = new ByteReader(collected.array(), 0, collected.size());
        int headerBytes = BoxHeader.lengthBytes(in.fork().i32());
        if (collected.size() < headerBytes) {
            missingBytes = (long) headerBytes - collected.size();
            return;
        }
        BoxHeader box = BoxHeader.decode(in);
        if (!begun) {
            box.requireFirst();
            begun = true;
        }
        boxType = box.type();
        boxBytes = positionBytes - headerBytes;
        switch (box.type()) {
            case "moov" -> expectBody(box, "size of the movie header", Mp4Limits.MOVIE_BYTES_MAX);
            case "moof" ->
                    expectBody(
                            box, "size of a fragment header", Mp4Limits.FRAGMENT_HEADER_BYTES_MAX);
            default -> expect(Step.PASSED, box.bodyBytes());
        }
    }

    private void expectBody(BoxHeader box, String what, int bytesMax) throws ProtocolException {
        if (!box.isToTheEnd()) {
            ProtocolException.requireAtMost(what, box.bodyBytes(), bytesMax);
        }
        expect(Step.BODY, box.bodyBytes());
    }

    private void expectHeader() {
        expect(Step.HEADER, BoxHeader.LENGTH_BYTES);
    }

    private void expect(Step next, long bytes) {
        step = next;
        missingBytes = bytes;
        collected.clear();
    }

    /// Encoders repeat the movie; only another one is news.
    private void setMovie(byte[] body, Consumer<? super Mp4Item> sink) throws ProtocolException {
        if (movie != null && Arrays.equals(body, movieBytes)) {
            return;
        }
        Movie told = Movie.parse(body);
        movie = told;
        movieBytes = body;
        tracks =
                told.tracks().stream()
                        .map(track -> new TrackReader(track, told.startUs()))
                        .toList();
        told.ignored().forEach(sink);
    }

    private void openFragment(byte[] body, Consumer<? super Mp4Item> sink)
            throws ProtocolException {
        if (movie == null) {
            throw new Malformed("a fragment (moof) in front of the movie it is of (moov)");
        }
        Fragment before = fragment;
        fragment = null;
        finish(before, sink);
        var opened = Fragment.parse(body, boxBytes, positionBytes, movie, tracks);
        if (opened.isWhole()) { // has no samples, or none that can still come
            finish(opened, sink);
        } else {
            fragment = opened;
        }
    }
}
