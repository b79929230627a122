package dev.millrace.api.srs;

import dev.millrace.json.Json;
import dev.millrace.observe.Flow;
import dev.millrace.observe.Session;

/// Kilobits per second over thirty seconds, from the side of the server.
record KbpsJson(@Json.Name("recv_30s") long received, @Json.Name("send_30s") long sent) {
    static final KbpsJson NONE = new KbpsJson(0, 0);

    static KbpsJson of(Flow flow) {
        return new KbpsJson(flow.slowBitrateIn() / 1000, flow.slowBitrateOut() / 1000);
    }

    static KbpsJson of(Session session) {
        return new KbpsJson(session.slowBitrateIn() / 1000, session.slowBitrateOut() / 1000);
    }
}
