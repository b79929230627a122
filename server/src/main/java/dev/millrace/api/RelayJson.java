package dev.millrace.api;

import dev.millrace.api.RelayEditor.Entry;
import dev.millrace.api.RelayEditor.Origin;
import dev.millrace.media.ChannelName;
import dev.millrace.relay.Relay;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.RelayState;
import dev.millrace.relay.RelayStatus;
import dev.millrace.relay.Relays;
import dev.millrace.relay.Source;
import dev.millrace.relay.Transition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A relay as the API tells it.
///
/// @param channels all that it publishes; its name is the first
/// @param source without credentials
/// @param madeOf the channel of this server that FFmpeg makes it of
/// @param uptimeSeconds since the first picture; 0 if it does not run
/// @param idleSeconds for how long nobody has watched
/// @param retryInSeconds until it is tried again by itself, if it will be
/// @param scheduleChangesAt when its schedule starts or stops it next, if it has one
/// @param crashes failures in a row
/// @param origin where its settings come from: `file`, `api`, or `changed` by the API; `cluster`
///   and `transcode` if nobody has set it up, and an edge or an engine has made it
/// @param config its settings, for those who may change them
record RelayJson(
        String name,
        List<String> channels,
        String source,
        Optional<String> madeOf,
        String start,
        String state,
        String reason,
        double uptimeSeconds,
        double idleSeconds,
        double idleTimeoutSeconds,
        Optional<Double> retryInSeconds,
        Optional<Instant> scheduleChangesAt,
        int crashes,
        String origin,
        Optional<Map<String, Object>> config,
        UseJson memory,
        List<TransitionJson> history) {
    /// In bytes: what it takes, and what it is expected to when it runs.
    record UseJson(long channel, long processes, long expected) {
        static UseJson of(Relays.Use use) {
            return new UseJson(use.channelBytes(), use.processBytes(), use.expectedBytes());
        }
    }

    /// Oldest first.
    record TransitionJson(Instant at, String from, String to, String reason) {
        static TransitionJson of(Transition transition) {
            return new TransitionJson(
                    transition.at().truncatedTo(ChronoUnit.MILLIS),
                    word(transition.from()),
                    word(transition.to()),
                    transition.reason());
        }
    }

    /// @param withConfig whether its settings are shown
    static RelayJson of(Relay relay, Relays.Use use, Optional<Entry> entry, boolean withConfig) {
        RelaySettings settings = relay.settings();
        RelayStatus status = relay.status();
        boolean runs = status.state() == RelayState.RUNNING;
        return new RelayJson(
                settings.name().toString(),
                settings.channels().stream().map(ChannelName::toString).toList(),
                settings.source().toString(),
                settings.source().madeOf().map(ChannelName::toString),
                word(settings.start()),
                word(status.state()),
                status.reason(),
                runs ? status.age().toMillis() / 1e3 : 0,
                status.idle().toMillis() / 1e3,
                settings.idleTimeout().toMillis() / 1e3,
                Optional.of(status.retryIn().toMillis() / 1e3).filter(s -> s > 0),
                relay.scheduleChangesAt(),
                status.crashes(),
                word(origin(settings.source(), entry)),
                entry.map(Entry::form).filter(_ -> withConfig),
                UseJson.of(use),
                status.history().stream().map(TransitionJson::of).toList());
    }

    private static Origin origin(Source source, Optional<Entry> entry) {
        if (source.isPassing()) {
            return Origin.CLUSTER;
        }
        return source.madeOf().isPresent()
                ? Origin.TRANSCODE
                : entry.map(Entry::origin).orElse(Origin.FILE);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
