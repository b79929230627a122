package dev.millrace.api.livemix;

import dev.millrace.api.HlsContent;
import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.replay.Download;
import dev.millrace.control.replay.Export;
import dev.millrace.control.replay.Mp4Download;
import dev.millrace.control.replay.TsDownload;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/// What viewers ask for: live playlists and their segments under `/v1/vod/live/{source}/`, those of
/// recordings under `/v1/vod/recording/{recording}/`, and there `export.ts` and `export.mp4`, which
/// are all of it. Nobody needs a token to watch, as everywhere here.
final class ViewerRoutes {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Pattern EXPORT = Pattern.compile("export\\.(ts|mp4)");

    private final ControlNode node;

    ViewerRoutes(ControlNode node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.of(HttpMethod.GET, "/v1/vod/live/{}/{}", this::live),
                Route.of(HttpMethod.GET, "/v1/vod/recording/{}/{}", this::recording));
    }

    private void live(LiveMixExchange exchange) {
        Optional<Source> source = exchange.id().flatMap(node.catalogue()::source);
        if (source.isEmpty()) {
            SourceRoutes.unknown(exchange);
            return;
        }
        Optional<String> elsewhere = node.edges().elsewhere(source.get());
        if (elsewhere.isPresent()) {
            exchange.redirect(elsewhere.get());
            return;
        }
        switch (extension(exchange)) {
            case "m3u8" -> sendPlaylist(node.windows().playlist(source.get()), exchange);
            case "ts" -> {
                String name = base(exchange);
                Optional<byte[]> body = node.windows().body(source.get().id(), name);
                body.ifPresentOrElse(
                        it -> sendSegment(name, it, exchange), () -> noSegment(exchange));
            }
            default -> noFile(exchange);
        }
    }

    private void recording(LiveMixExchange exchange) throws IOException, BadRequestException {
        Optional<Recording> recording = node.catalogue().recording(exchange.word(1));
        Optional<Source> source = recording.flatMap(it -> node.catalogue().source(it.source()));
        if (recording.isEmpty() || source.isEmpty()) {
            RecordingRoutes.unknown(exchange);
            return;
        }
        if (EXPORT.matcher(exchange.word(2)).matches()) {
            export(recording.get(), exchange);
            return;
        }
        switch (extension(exchange)) {
            case "m3u8" ->
                    sendPlaylist(node.replays().playlist(recording.get(), source.get()), exchange);
            case "ts" -> segment(recording.get(), exchange);
            default -> noFile(exchange);
        }
    }

    private void segment(Recording recording, LiveMixExchange exchange) throws IOException {
        Optional<StoredSegment> segment = node.replays().segment(recording.id(), base(exchange));
        if (segment.isEmpty()) {
            noSegment(exchange);
        } else {
            byte[] body = node.replays().body(recording.id(), segment.get());
            sendSegment(base(exchange), body, exchange);
        }
    }

    private void export(Recording recording, LiveMixExchange exchange)
            throws BadRequestException, IOException {
        Instant from = time("from", exchange).orElse(Instant.MIN);
        Optional<Instant> to = time("to", exchange);
        Optional<Export> export = Export.of(node.catalogue(), recording, from, to);
        if (export.isEmpty()) {
            throw new BadRequestException(
                    "more than %d segments; ask for a part with from and to"
                            .formatted(Export.SEGMENTS_MAX));
        }
        if (export.get().segments().isEmpty()) {
            exchange.notFound("nothing of the recording is stored in this time");
            return;
        }
        String form = extension(exchange);
        Optional<Download> download = download(export.get(), form);
        if (download.isEmpty()) {
            exchange.refuse(
                    new Problem(
                            HttpStatus.UNPROCESSABLE_ENTITY_422,
                            "this cannot be an MP4: its codecs have no place in one, or the camera"
                                    + " began again too often; export.ts has all there is"));
            return;
        }
        new DownloadAnswer(download.get(), exchange.exchange()).send(recording.id() + "." + form);
    }

    private Optional<Download> download(Export export, String form) throws IOException {
        return form.equals("mp4")
                ? Mp4Download.of(export, node.replays()::pass).map(it -> it)
                : Optional.of(new TsDownload(export, node.replays()::pass));
    }

    private static Optional<Instant> time(String name, LiveMixExchange exchange)
            throws BadRequestException {
        Optional<String> text = exchange.query(name);
        try {
            return text.map(it ->
                    it.matches("\\d{1,12}")
                            ? Instant.ofEpochSecond(Long.parseLong(it))
                            : Instant.parse(it));
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    "%s must be a time such as 2026-11-22T12:00:00Z, or seconds since 1970"
                            .formatted(name));
        }
    }

    private static void sendPlaylist(Optional<MediaPlaylist> playlist, LiveMixExchange exchange) {
        if (playlist.isEmpty()) {
            exchange.refuse(Problem.unavailable("no segment is here yet", RETRY_AFTER));
            return;
        }
        exchange.send(HlsContent.playlist(playlist.get()));
    }

    private static void sendSegment(String name, byte[] body, LiveMixExchange exchange) {
        exchange.send(HlsContent.segment(name, body));
    }

    private static String extension(LiveMixExchange exchange) {
        String file = exchange.word(2);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static String base(LiveMixExchange exchange) {
        String file = exchange.word(2);
        return file.substring(0, file.lastIndexOf('.'));
    }

    private static void noSegment(LiveMixExchange exchange) {
        exchange.notFound("there is no such segment, or no longer; the playlist says which");
    }

    private static void noFile(LiveMixExchange exchange) {
        exchange.notFound("here are vid.m3u8 and the segments that it lists");
    }
}
