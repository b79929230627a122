package dev.millrace.api.vtx;

import dev.millrace.json.Json;
import dev.millrace.media.ChannelName;
import dev.millrace.relay.Relay;
import dev.millrace.relay.RelayState;
import dev.millrace.relay.RelayStatus;
import java.util.Collection;
import java.util.List;

/// The relays as VTX Link tells its streams. Credentials are not in there.
record StreamsJson(List<StreamJson> streams) {
    /// @param status `running` or `stopped`
    record StreamJson(
            String name,
            String source,
            String status,
            @Json.Name("idle_seconds") long idleSeconds,
            @Json.Name("uptime_seconds") long uptimeSeconds,
            @Json.Name("config_idle_timeout") long configIdleTimeout,
            @Json.Name("crash_count") int crashCount) {
        static StreamJson of(Relay relay) {
            RelayStatus status = relay.status();
            boolean runs = status.state() == RelayState.RUNNING;
            boolean lives =
                    runs
                            || status.state() == RelayState.STARTING
                            || status.state() == RelayState.STALLED;
            return new StreamJson(
                    name(relay.settings().name()),
                    relay.settings().source().toString(),
                    lives ? "running" : "stopped",
                    lives ? status.idle().toSeconds() : 0,
                    runs ? status.age().toSeconds() : 0,
                    relay.settings().idleTimeout().toSeconds(),
                    status.crashes());
        }

        private static String name(ChannelName channel) {
            return channel.app().equals(VtxLinkHandler.APP) ? channel.stream() : channel.path();
        }
    }

    static StreamsJson of(Collection<Relay> relays) {
        return new StreamsJson(relays.stream().map(StreamJson::of).toList());
    }
}
