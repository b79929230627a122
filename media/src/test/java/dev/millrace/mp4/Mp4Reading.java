package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.box.BoxHeader;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What was made of a file that is all in memory.
///
/// @param startUs what its time 0 is told as
record Mp4Reading(List<Mp4Item> items, long startUs) {
    /// A movie with tables of its samples.
    static Mp4Reading ofMovie(byte[] file) throws ProtocolException {
        Movie movie = Movie.parse(moov(file));
        var items = new ArrayList<Mp4Item>(movie.ignored());
        var reader = new MovieReader(movie);
        Optional<MovieReader.Place> place = reader.next();
        while (place.isPresent()) {
            reader.read(bytesAt(file, place.get()), items::add);
            place = reader.next();
        }
        return new Mp4Reading(items, movie.startUs());
    }

    /// A movie of fragments, in one piece.
    static Mp4Reading ofFragments(byte[] stream) throws ProtocolException {
        var reader = new Mp4Reader();
        var items = new ArrayList<Mp4Item>();
        reader.read(stream, 0, stream.length, items::add);
        reader.end(items::add);
        return new Mp4Reading(items, Movie.parse(moov(stream)).startUs());
    }

    /// A stream that comes in pieces of random sizes.
    static List<Mp4Item> ofPieces(byte[] stream, Random cuts) throws ProtocolException {
        var reader = new Mp4Reader();
        var items = new ArrayList<Mp4Item>();
        for (int at = 0; at < stream.length; ) {
            int length = Math.min(stream.length - at, 1 + cuts.nextInt(1 << cuts.nextInt(1, 12)));
            reader.read(stream, at, length, items::add);
            at += length;
        }
        reader.end(items::add);
        return items;
    }

    /// The body of the header of the movie.
    static byte[] moov(byte[] file) throws ProtocolException {
        var in = new ByteReader(file);
        while (in.hasRemaining()) {
            BoxHeader box = BoxHeader.decode(in);
            byte[] body = in.bytes((int) Math.min(box.bodyBytes(), in.remaining()));
            if (box.type().equals("moov")) {
                return body;
            }
        }
        throw new Malformed("no moov");
    }

    private static byte[] bytesAt(byte[] file, MovieReader.Place place) throws Malformed {
        long end = place.positionBytes() + place.lengthBytes();
        if (end > file.length) {
            throw new Malformed("a sample behind the end");
        }
        return Arrays.copyOfRange(file, (int) place.positionBytes(), (int) end);
    }

    List<Codec> codecs() {
        return items.stream()
                .filter(Mp4Item.Configuration.class::isInstance)
                .map(item -> ((Mp4Item.Configuration) item).codec())
                .toList();
    }

    List<Frame> frames() {
        return items.stream()
                .filter(Mp4Item.Media.class::isInstance)
                .map(item -> ((Mp4Item.Media) item).frame())
                .toList();
    }

    List<Frame> frames(TrackKind kind) {
        return frames().stream().filter(frame -> frame.header().kind() == kind).toList();
    }

    List<String> ignored() {
        return items.stream()
                .filter(Mp4Item.Ignored.class::isInstance)
                .map(item -> ((Mp4Item.Ignored) item).what())
                .toList();
    }

    List<String> words() {
        return words(items);
    }

    /// In words, so that two readings can be compared.
    static List<String> words(List<Mp4Item> items) {
        return items.stream().map(Mp4Reading::words).toList();
    }

    private static String words(Mp4Item item) {
        return switch (item) {
            case Mp4Item.Configuration(var codec) -> codec.toString();
            case Mp4Item.Ignored(var what) -> "ignored: " + what;
            case Mp4Item.Media(var frame) -> words(frame.header()) + Hex.text(frame.payload());
        };
    }

    private static String words(FrameHeader header) {
        return "%s %d%+d%s%s "
                .formatted(
                        header.kind(),
                        header.dtsUs(),
                        header.ctsUs(),
                        header.key() ? " key" : "",
                        header.disposable() ? " disposable" : "");
    }
}
