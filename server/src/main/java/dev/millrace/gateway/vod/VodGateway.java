package dev.millrace.gateway.vod;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channels;
import dev.millrace.dvr.FlvSeek;
import dev.millrace.dvr.RecordingFolder;
import dev.millrace.entry.Verdict;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.MediaTime;
import dev.millrace.net.http.FileContent;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/// Recordings that are done: `/vod/{path}.flv` and `.mp4`, whole or in ranges; FLV with
/// `?start={byte}` or `?start_time={seconds}` as a file of its own from there; `/vod/{path}.m3u8`
/// for HLS of either, of the MP4 if there are both.
public final class VodGateway extends Handler.Abstract {
    private static final Map<String, String> TYPES =
            Map.of("flv", "video/x-flv", "mp4", "video/mp4");
    private static final Pattern BYTE = Pattern.compile("\\d{1,18}");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3})\\d*)?");

    private final RecordingFolder folder;
    private final Channels channels;
    private final VodViewers viewers;
    private final FlvHls flvHls = new FlvHls();

    /// @param hub with channels, of which one may be called as recordings are
    public VodGateway(RecordingFolder folder, Hub hub) {
        this.folder = folder;
        this.channels = hub.channels();
        this.viewers = new VodViewers(hub);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        Optional<VodUrl> url = VodUrl.of(path);
        Optional<Path> file = url.flatMap(this::find);
        if (url.isEmpty() || (file.isEmpty() && isLive(request))) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            var exchange = new VodExchange(request, response, callback);
            if (isRefused(url.get().recording(), exchange)) {
                return true;
            }
            if (file.isEmpty()) {
                exchange.refuse(
                        Problem.notFound(
                                "there is no such recording, or it is not finished; GET"
                                        + " /api/v2/dvr/files lists all"));
            } else {
                answer(url.get(), file.get(), exchange);
            }
        }
        return true;
    }

    /// The file that is asked for, whole or as something else.
    private Optional<Path> find(VodUrl url) {
        return switch (url) {
            case VodUrl.Whole whole -> folder.find(whole.path());
            case VodUrl.Playlist(String recording) ->
                    folder.find(recording + ".mp4").or(() -> folder.find(recording + ".flv"));
            case VodUrl.Part(String recording, _) -> folder.find(recording + ".flv");
        };
    }

    private boolean isRefused(String path, VodExchange exchange) {
        try {
            Optional<Verdict> no = viewers.refusal(path, exchange.request());
            no.ifPresent(it ->
                    Visitor.turnAway(
                            it, exchange.request(), exchange.response(), exchange.callback()));
            return no.isPresent();
        } catch (InterruptedException e) {
            exchange.refuse(Problem.unavailable("the server is stopping"));
            return true;
        }
    }

    /// Whether somebody publishes a channel whose URL it could also be.
    private boolean isLive(Request request) {
        try {
            Optional<StreamPath> url = StreamPath.of(request);
            return url.isPresent() && channels.findLive(url.get().channel()).isPresent();
        } catch (Malformed e) {
            return false;
        }
    }

    private void answer(VodUrl url, Path file, VodExchange exchange) {
        try {
            switch (url) {
                case VodUrl.Whole(_, String ending) -> {
                    if (ending.equals("flv")) {
                        flv(file, exchange);
                    } else {
                        whole(file, ending, exchange);
                    }
                }
                case VodUrl.Playlist _ -> playlist(file, exchange);
                case VodUrl.Part(_, String name) -> flvHls.part(file, name, exchange);
            }
        } catch (IOException e) {
            exchange.refuse(
                    new Problem(
                            HttpStatus.INTERNAL_SERVER_ERROR_500,
                            "the recording cannot be read: " + e.getMessage()));
        }
    }

    private static FileContent content(Path file, String ending) throws IOException {
        return FileContent.of(TYPES.getOrDefault(ending, "application/octet-stream"), file);
    }

    private static void whole(Path file, String ending, VodExchange exchange) throws IOException {
        content(file, ending).send(exchange.request(), exchange.response(), exchange.callback());
    }

    private void playlist(Path file, VodExchange exchange) throws IOException {
        if (file.toString().endsWith(".flv")) {
            flvHls.playlist(file, exchange);
            return;
        }
        Optional<String> text = Mp4Playlist.of(file, exchange.query());
        if (text.isEmpty()) {
            exchange.refuse(
                    Problem.notFound("the recording has no index of fragments to make HLS of"));
            return;
        }
        exchange.playlist(text.get(), content(file, "mp4").tag());
    }

    private static void flv(Path file, VodExchange exchange) throws IOException {
        Fields query = Request.extractQueryParameters(exchange.request());
        String start = query.getValue("start");
        String startTime = query.getValue("start_time");
        if (start == null && startTime == null) {
            whole(file, "flv", exchange);
        } else if (start != null) {
            fromByte(file, start, exchange);
        } else {
            fromTime(file, startTime, exchange);
        }
    }

    private static void fromByte(Path file, String start, VodExchange exchange) throws IOException {
        if (!BYTE.matcher(start).matches()) {
            exchange.refuse(Problem.badRequest("start must be a place in bytes, such as 100000"));
            return;
        }
        from(file, FlvSeek.atByte(file, Long.parseLong(start)), "byte " + start, exchange);
    }

    private static void fromTime(Path file, String start, VodExchange exchange) throws IOException {
        Matcher seconds = SECONDS.matcher(start);
        if (!seconds.matches()) {
            exchange.refuse(Problem.badRequest("start_time must be seconds, such as 12.5"));
            return;
        }
        String fraction = seconds.group(2) == null ? "" : seconds.group(2);
        long ms =
                Long.parseLong(seconds.group(1)) * (MediaTime.US_PER_SECOND / MediaTime.US_PER_MS)
                        + Long.parseLong((fraction + "000").substring(0, 3));
        from(file, FlvSeek.atTime(file, ms), "second " + start, exchange);
    }

    private static void from(
            Path file, Optional<FlvSeek.Start> start, String wanted, VodExchange exchange)
            throws IOException {
        FileContent content = content(file, "flv");
        if (start.isEmpty()) {
            exchange.refuse(
                    new Problem(
                            HttpStatus.RANGE_NOT_SATISFIABLE_416,
                            "the recording is over before %s; it has %d bytes"
                                    .formatted(wanted, content.bytes())));
            return;
        }
        content.sendFrom(
                start.get().head(),
                start.get().position(),
                exchange.request(),
                exchange.response(),
                exchange.callback());
    }
}
