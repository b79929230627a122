package dev.millrace.hook;

import dev.millrace.hook.HookEvent.Way;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the RTMP module of nginx sends: the fields of a form, and behind them the parameters of the
/// stream's own URL, as they came.
final class NginxForm {
    private NginxForm() {}

    static byte[] body(HookEvent event) {
        Way way = event.way();
        List<String> fields = new ArrayList<>();
        add("app", event.channel().app(), fields);
        add("flashver", way.agent(), fields);
        add("swfurl", "", fields);
        add("tcurl", way.url(), fields);
        add("pageurl", way.page(), fields);
        add("addr", event.ip(), fields);
        add("clientid", event.client(), fields);
        add("call", event.action().nginxName(), fields);
        if (!event.channel().stream().isEmpty()) {
            add("name", event.channel().stream(), fields);
        }
        switch (event.action()) {
            case PUBLISH -> add("type", "live", fields);
            case PLAY -> {
                add("start", "-2000", fields);
                add("duration", "-1", fields);
                add("reset", "0", fields);
            }
            case DVR -> {
                add("recorder", "", fields);
                add("path", String.valueOf(event.more().get("file")), fields);
            }
            default -> {}
        }
        if (!way.query().isEmpty()) {
            fields.add(way.query());
        }
        return String.join("&", fields).getBytes(StandardCharsets.UTF_8);
    }

    private static void add(String name, String value, List<String> fields) {
        fields.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /// Yes is any 2xx; a redirect to a URL is one for the client, and one to something else is
    /// another name for the stream.
    static Decision decision(HookAnswer answer) {
        if (answer.isSuccess()) {
            return Decision.ALLOWED;
        }
        if (answer.elsewhere().isPresent()) {
            return new Decision.Redirected(answer.elsewhere().get());
        }
        boolean isRedirect = answer.status() >= 300 && answer.status() < 400;
        if (!isRedirect || answer.location().isEmpty()) {
            return new Decision.Refused("it answered %d".formatted(answer.status()));
        }
        String location = answer.location().get();
        return location.contains("://")
                ? new Decision.Refused("it sends clients to what is no URL")
                : new Decision.Renamed(location);
    }
}
