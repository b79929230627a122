package dev.millrace.client;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.Movie;
import dev.millrace.mp4.MovieReader;
import dev.millrace.mp4.box.BoxHeader;
import dev.millrace.mp4.box.Mp4Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Reads an MP4 or QuickTime file as fast as it is asked to, with its samples in one piece or in
/// fragments. A file that was cut off is read up to where it was, and its end says so; but not one
/// whose header would have come last.
///
/// Times are those of the movie, all later by what is decoded before its first picture is shown.
/// One thread reads; any thread may close.
public final class Mp4FileReader implements MediaSource {
    private static final int READ_BYTES = 64 << 10;
    private static final String END = "end of the file";

    private final FileChannel file;
    private final EventQueue events = new EventQueue();
    private final Mp4Stream stream = new Mp4Stream(events::add);
    private final boolean fragmented;
    private Optional<MovieReader> samples = Optional.empty();
    private long fragmentsReadBytes;

    /// Opens the file and reads its header.
    ///
    /// @throws BrokenStreamException when it makes no sense, or is not there
    public Mp4FileReader(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Movie movie = Movie.parse(findHeader());
            fragmented = movie.isFragmented();
            if (movie.hasSamples() || !fragmented) {
                movie.ignored().forEach(stream::hand);
                samples = Optional.of(new MovieReader(movie));
            }
        } catch (ProtocolException e) {
            close();
            throw new BrokenStreamException(e);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::read);
    }

    @Override
    public void close() {
        Sockets.closeQuietly(file);
    }

    private void read() throws IOException {
        if (samples.isEmpty()) {
            readFragments();
            return;
        }
        try {
            readSample(samples.get());
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    private void readSample(MovieReader movie) throws IOException, ProtocolException {
        Optional<MovieReader.Place> place = movie.next();
        if (place.isEmpty()) {
            samples = Optional.empty();
            if (!fragmented) {
                events.add(new MediaEvent.Ended(END));
            }
            return;
        }
        ByteBuffer sample = ByteBuffer.allocate(place.get().lengthBytes());
        if (readAt(sample, place.get().positionBytes())) {
            movie.read(sample.array(), stream::hand);
        } else {
            events.add(new MediaEvent.Ended(END + ", in front of samples that it lists"));
        }
    }

    private void readFragments() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
        int length = file.read(bytes, fragmentsReadBytes);
        if (length < 0) {
            String cut = stream.isBetweenBoxes() ? "" : ", in the middle of a fragment";
            stream.end();
            events.add(new MediaEvent.Ended(END + cut));
        } else {
            fragmentsReadBytes += length;
            stream.receive(bytes.array(), length);
        }
    }

    /// The body of `moov`, wherever in the file it is.
    private byte[] findHeader() throws IOException, ProtocolException {
        long sizeBytes = file.size();
        long at = 0;
        for (int count = 0; at < sizeBytes; count++) {
            ProtocolException.requireAtMost("count of boxes", count, Mp4Limits.BOXES_MAX);
            BoxHeader box = headerAt(at);
            if (at == 0) {
                box.requireFirst();
            }
            at += box.headerBytes();
            long bodyBytes = Math.min(box.bodyBytes(), sizeBytes - at);
            if (box.type().equals("moov")) {
                return body(at, box.isToTheEnd() ? bodyBytes : box.bodyBytes());
            }
            at += bodyBytes;
        }
        throw new Malformed(
                "the file has no header (moov); perhaps its recording was not finished");
    }

    private BoxHeader headerAt(long at) throws IOException, Malformed {
        ByteBuffer bytes = ByteBuffer.allocate(BoxHeader.LENGTH_BYTES_MAX);
        readAt(bytes, at);
        return BoxHeader.decode(new ByteReader(bytes.array(), 0, bytes.position()));
    }

    private byte[] body(long at, long lengthBytes) throws IOException, ProtocolException {
        int length =
                ProtocolException.requireAtMost(
                        "size of the movie header", lengthBytes, Mp4Limits.MOVIE_BYTES_MAX);
        ByteBuffer body = ByteBuffer.allocate((int) Math.min(length, file.size() - at));
        readAt(body, at);
        if (body.position() < length) {
            throw new Malformed("the file ends in its header (moov)");
        }
        return body.array();
    }

    /// Whether the file has as many bytes there.
    private boolean readAt(ByteBuffer into, long at) throws IOException {
        long next = at;
        while (into.hasRemaining()) {
            int length = file.read(into, next);
            if (length < 0) {
                return false;
            }
            next += length;
        }
        return true;
    }
}
