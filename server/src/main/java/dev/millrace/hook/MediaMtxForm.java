package dev.millrace.hook;

import dev.millrace.hook.HookEvent.Login;
import dev.millrace.json.Json;
import java.util.LinkedHashMap;
import java.util.Set;

/// What MediaMTX asks its `authHTTPAddress`.
final class MediaMtxForm {
    /// Here HTTP has more protocols than there.
    private static final Set<String> ITS_PROTOCOLS =
            Set.of("rtmp", "rtmps", "rtsp", "rtsps", "hls");

    private MediaMtxForm() {}

    static byte[] body(HookEvent event) {
        Login login = event.way().login();
        var members = new LinkedHashMap<String, Object>();
        members.put("ip", event.ip());
        members.put("user", login.user());
        members.put("password", login.password());
        members.put("token", login.token());
        members.put("action", event.action() == HookAction.PUBLISH ? "publish" : "read");
        members.put("path", event.channel().toString());
        members.put(
                "protocol", ITS_PROTOCOLS.contains(event.protocol()) ? event.protocol() : "http");
        members.put("id", event.client());
        members.put("query", event.way().query());
        members.put("userAgent", event.way().agent());
        return Json.bytes(members);
    }

    /// Yes is any 2xx. Clients of HTTP send what they know only when they are asked for it.
    static Decision decision(HookAnswer answer) {
        if (answer.isSuccess()) {
            return Decision.ALLOWED;
        }
        String why = "it answered %d".formatted(answer.status());
        return answer.status() == 401 ? new Decision.LoginNeeded(why) : new Decision.Refused(why);
    }
}
