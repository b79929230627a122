package dev.millrace.gateway.vod;

import dev.millrace.dvr.FlvFragments;
import dev.millrace.dvr.FlvLayout;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.FileContent;
import dev.millrace.net.http.PiecesContent;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HLS of recordings as FLV: playlists, and the segments they list, which are made of the file when
/// they are asked for. Any thread; it waits for the disk, and for who reads slowly.
final class FlvHls {
    private static final String TYPE = "video/mp4";

    /// Of a segment, or of what is in front of some.
    private static final Pattern NAME = Pattern.compile("(" + VodUrl.HEAD + ")?(0|[1-9]\\d{0,6})");

    private final FlvLayouts layouts = new FlvLayouts();

    void playlist(Path file, VodExchange exchange) throws IOException {
        String tag = tag(file);
        FlvLayout layout = layouts.of(file, tag);
        if (layout.segments().isEmpty()) {
            exchange.refuse(
                    Problem.notFound(
                            "the recording has no key frame to begin with, or nothing that HLS has"
                                    + " a place for; its .flv has all there is"));
            return;
        }
        exchange.playlist(FlvPlaylist.of(file, layout, exchange.query()), tag);
    }

    /// @param name of a segment, or of what is in front of some
    void part(Path file, String name, VodExchange exchange) throws IOException {
        String tag = tag(file);
        FlvLayout layout = layouts.of(file, tag);
        Matcher matcher = NAME.matcher(name);
        boolean isName = matcher.matches();
        boolean isHead = isName && matcher.group(1) != null;
        int number = isName ? Integer.parseInt(matcher.group(2)) : Integer.MAX_VALUE;
        if (isHead && isHeadOfSegments(layout, number)) {
            exchange.send(Content.of(TYPE, layout.head(number)).tagged(tag + "-" + name));
        } else if (!isHead && number < layout.segments().size()) {
            segment(file, layout, number, exchange);
        } else {
            exchange.refuse(
                    Problem.notFound(
                            "there is no such segment: the recording has %d; its playlist says"
                                            .formatted(layout.segments().size())
                                    + " where they are"));
        }
    }

    private static boolean isHeadOfSegments(FlvLayout layout, int number) {
        return layout.segments().stream().anyMatch(it -> it.stretch() == number);
    }

    private static void segment(Path file, FlvLayout layout, int number, VodExchange exchange)
            throws IOException {
        new PiecesContent(TYPE, tag(file) + "-" + number)
                .send(
                        () -> new Fragments(FlvFragments.open(file, layout, number)),
                        exchange.request(),
                        exchange.response(),
                        exchange.callback());
    }

    private record Fragments(FlvFragments segment) implements PiecesContent.Pieces {
        @Override
        public Optional<byte[]> next() throws IOException {
            return segment.next();
        }

        @Override
        public void close() throws IOException {
            segment.close();
        }
    }

    /// Stands for a file as it is now.
    private static String tag(Path file) throws IOException {
        return FileContent.of(TYPE, file).tag();
    }
}
