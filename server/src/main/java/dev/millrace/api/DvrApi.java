package dev.millrace.api;

import dev.millrace.access.Right;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.dvr.Dvr;
import dev.millrace.dvr.DvrStatus;
import dev.millrace.dvr.RecordingFolder.Recording;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// Recordings in the API: `/dvr`, `/dvr/{app}/{stream}/start` and `/stop`, `/dvr/files` and
/// `/dvr/files/{path}`.
final class DvrApi {
    private static final List<HttpMethod> DOING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);
    private static final List<HttpMethod> DELETING = List.of(HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final String FILES = "files";
    private static final String START = "/start";
    private static final String STOP = "/stop";
    private static final int LIMIT_MAX = 1_000;
    private static final int USUAL_LIMIT = 100;

    private final Dvr dvr;

    DvrApi(ServerView view) {
        this.dvr = view.dvr();
    }

    void answerAll(ApiExchange exchange) {
        exchange.read(() -> Map.of("recordings", dvr.list().stream().map(DvrJson::of).toList()));
    }

    /// @param path `files`, `files/{path}`, or `{app}/{stream}` with `/start` or `/stop` behind it
    void answer(String path, ApiExchange exchange) {
        if (path.equals(FILES)) {
            answerFiles(exchange);
        } else if (path.endsWith(START) || path.endsWith(STOP)) {
            control(path, exchange);
        } else if (path.startsWith(FILES + "/")) {
            delete(path.substring(FILES.length() + 1), exchange);
        } else if (exchange.may(Right.READ)) {
            exchange.refuse(
                    Problem.notFound(
                            "a channel can be told to start or stop being recorded; GET"
                                    + " /api/v2/dvr lists what is recorded"));
        }
    }

    private void control(String path, ApiExchange exchange) {
        if (!exchange.isOneOf(DOING) || !exchange.mayChange(Right.OPERATE)) {
            return;
        }
        boolean starts = path.endsWith(START);
        String name = path.substring(0, path.length() - (starts ? START : STOP).length());
        try {
            ChannelName channel = exchange.channel(name);
            Optional<DvrStatus> status = starts ? dvr.start(channel) : dvr.stop(channel);
            if (status.isPresent()) {
                exchange.send(DvrJson.of(status.get()));
            } else {
                String detail = starts ? "nobody publishes %s" : "%s is not recorded";
                exchange.refuse(Problem.notFound(detail.formatted(channel)));
            }
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private void answerFiles(ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        try {
            List<Recording> files = files(exchange);
            String limit = query("limit", exchange).orElse(String.valueOf(USUAL_LIMIT));
            int most = limit.matches("\\d{1,4}") ? Integer.parseInt(limit) : 0;
            if (most < 1 || most > LIMIT_MAX) {
                exchange.refuse(
                        Problem.badRequest("limit must be a whole number from 1 to " + LIMIT_MAX));
                return;
            }
            exchange.send(page(files, query("after", exchange), most));
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest("channel: " + e.getMessage()));
        } catch (IOException e) {
            exchange.refuse(unreadable(e));
        }
    }

    private List<Recording> files(ApiExchange exchange) throws Malformed, IOException {
        if (query("channel", exchange).isEmpty()) {
            return dvr.folder().list();
        }
        ChannelName channel = exchange.channelAsked();
        return dvr.folder().list(channel, dvr.settings(channel));
    }

    /// What is behind the file that was the last one of the page before.
    private static Map<String, Object> page(
            List<Recording> files, Optional<String> after, int most) {
        int from = 0;
        if (after.isPresent()) {
            List<String> paths = files.stream().map(Recording::path).toList();
            int at = paths.indexOf(after.get());
            from = at < 0 ? files.size() : at + 1;
        }
        List<Recording> page = files.subList(from, Math.min(files.size(), from + most));
        boolean isLast = from + page.size() == files.size();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("files", page.stream().map(DvrJson.FileJson::of).toList());
        answer.put("next", isLast ? Optional.empty() : Optional.of(page.getLast().path()));
        return answer;
    }

    private void delete(String path, ApiExchange exchange) {
        if (!exchange.isOneOf(DELETING) || !exchange.mayChange(Right.OPERATE)) {
            return;
        }
        try {
            if (dvr.folder().delete(path)) {
                exchange.done();
            } else {
                exchange.refuse(
                        Problem.notFound(
                                "there is no such recording; GET /api/v2/dvr/files lists all"));
            }
        } catch (IOException e) {
            exchange.refuse(unreadable(e));
        }
    }

    private static Problem unreadable(IOException why) {
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR_500,
                "the recordings cannot be reached: " + why.getMessage());
    }

    private static Optional<String> query(String name, ApiExchange exchange) {
        return Optional.ofNullable(
                Request.extractQueryParameters(exchange.request()).getValue(name));
    }
}
