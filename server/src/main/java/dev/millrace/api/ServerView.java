package dev.millrace.api;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.cluster.SenderStatus;
import dev.millrace.dvr.Dvr;
import dev.millrace.hook.Hooks;
import dev.millrace.machine.Vitals;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import dev.millrace.relay.MemoryGuard;
import dev.millrace.relay.Relay;
import dev.millrace.relay.Relays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Everything that the API shows, in its own words.
///
/// @param effective what is set for a channel
/// @param desk what is set, and changes it
/// @param hooks services that are asked and told
/// @param forwards how publications fare on their way to other servers
/// @param control how it is as a control node; empty if it is none
public record ServerView(
        Instance instance,
        Channels channels,
        Sessions sessions,
        Traffic traffic,
        Relays relays,
        RelayEditor editor,
        Supplier<Vitals> vitals,
        MemoryGuard guard,
        Dvr dvr,
        Function<ChannelName, EffectiveJson> effective,
        ConfigDesk desk,
        Hooks hooks,
        Supplier<List<SenderStatus>> forwards,
        Optional<Supplier<?>> control) {
    /// All that changes by itself.
    ///
    /// @param withConfig whether it is for somebody who may change relays
    Map<String, Object> state(boolean withConfig) {
        var state = new LinkedHashMap<String, Object>();
        state.put("server", server());
        state.put("channels", allChannels());
        state.put("relays", allRelays(withConfig));
        control.ifPresent(it -> state.put("control", it.get()));
        return state;
    }

    ServerJson server() {
        return ServerJson.of(this);
    }

    Map<String, Object> allHooks() {
        return Map.of("hooks", hooks.list(), "deadLetters", hooks.deadLetters());
    }

    Map<String, Object> allForwards() {
        List<ForwardJson> all = forwards.get().stream().map(ForwardJson::of).toList();
        return Map.of("forwards", all);
    }

    List<ChannelJson> allChannels() {
        Audience audience = Audience.of(sessions);
        return channels.list().stream().map(channel -> channel(channel, audience)).toList();
    }

    ChannelJson channel(Channel channel) {
        return channel(channel, Audience.of(sessions));
    }

    private ChannelJson channel(Channel channel, Audience audience) {
        return ChannelJson.of(channel, sessions, traffic, audience);
    }

    List<SessionJson> allSessions() {
        return sessions.list().stream().map(SessionJson::of).toList();
    }

    /// @param withConfig whether it is for somebody who may change them
    List<RelayJson> allRelays(boolean withConfig) {
        return relays.list().stream().map(relay -> relay(relay, withConfig)).toList();
    }

    RelayJson relay(Relay relay, boolean withConfig) {
        Optional<RelayEditor.Entry> entry = editor.find(relay.settings().name());
        return RelayJson.of(relay, relays.use(relay), entry, withConfig);
    }
}
