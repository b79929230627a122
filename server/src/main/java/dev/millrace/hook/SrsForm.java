package dev.millrace.hook;

import dev.millrace.bytes.Shown;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.json.Json;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.media.ChannelName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What SRS sends: an object, with the members of its versions 1 to 7.
final class SrsForm {
    static final String JSON = "application/json";

    private static final String YES = "0";
    private static final int SHOWN_LENGTH_MAX = 60;

    private SrsForm() {}

    static byte[] body(HookEvent event, String server) {
        ChannelName channel = event.channel();
        Way way = event.way();
        var members = new LinkedHashMap<String, Object>();
        members.put("server_id", server);
        members.put("action", event.action().toString());
        members.put("client_id", event.client());
        members.put("ip", event.ip());
        members.put("vhost", channel.vhost());
        members.put("app", channel.app());
        members.put("tcUrl", way.url());
        members.put("pageUrl", way.page());
        if (!channel.stream().isEmpty()) {
            members.put("stream", channel.stream());
            members.put("param", way.query().isEmpty() ? "" : "?" + way.query());
            members.put("stream_url", streamUrl(channel));
            members.put("stream_id", SrsIds.ofStream(channel));
        }
        members.putAll(event.more());
        return Json.bytes(members);
    }

    /// Where a publication is to go: `{"code": 0, "data": {"urls": ["rtmp://…"]}}`. A yes alone
    /// names no place.
    static List<String> urls(HookAnswer answer) throws JsonException {
        String body = answer.body().strip();
        if (!answer.isSuccess() || body.equals(YES) || body.isEmpty()) {
            return List.of();
        }
        JsonObject said = JsonObject.parse(body);
        Optional<JsonObject> data = said.maybeObject("data");
        return data.isPresent() && said.maybeLong("code").orElse(0L) == 0
                ? data.get().texts("urls")
                : List.of();
    }

    private static String streamUrl(ChannelName channel) {
        String vhost = channel.vhost().equals(ChannelName.DEFAULT_VHOST) ? "" : channel.vhost();
        return vhost + "/" + channel.path();
    }

    /// Yes is 200 or 201, with `0` or an object whose `code` is 0. A redirect is one for the
    /// client, which SRS does not have here.
    static Decision decision(HookAnswer answer) {
        if (answer.elsewhere().isPresent()) {
            return new Decision.Redirected(answer.elsewhere().get());
        }
        if (answer.status() != 200 && answer.status() != 201) {
            return new Decision.Refused("it answered %d".formatted(answer.status()));
        }
        String body = answer.body().strip();
        if (body.equals(YES)) {
            return Decision.ALLOWED;
        }
        try {
            long code = JsonObject.parse(body).number("code");
            return code == 0
                    ? Decision.ALLOWED
                    : new Decision.Refused("it answered with code %d".formatted(code));
        } catch (JsonException e) {
            return new Decision.Refused(
                    "it answered %s, which is neither 0 nor an object with a code"
                            .formatted(Shown.of(body, SHOWN_LENGTH_MAX)));
        }
    }
}
