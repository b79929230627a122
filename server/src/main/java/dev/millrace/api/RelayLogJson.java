package dev.millrace.api;

import dev.millrace.relay.LogLine;
import dev.millrace.relay.Relay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What a relay's source said lately, as the API tells it.
///
/// @param lines oldest first
record RelayLogJson(List<LineJson> lines) {
    record LineJson(Instant at, String text) {
        static LineJson of(LogLine line) {
            return new LineJson(line.at().truncatedTo(ChronoUnit.MILLIS), line.text());
        }
    }

    static RelayLogJson of(Relay relay) {
        return new RelayLogJson(relay.log().stream().map(LineJson::of).toList());
    }
}
