package dev.millrace.channel;

import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who can see to it that a channel is published when somebody wants to watch it. Any thread;
/// implementations must not block.
@FunctionalInterface
public interface Demand {
    /// Nobody does.
    Demand NONE = (_, _) -> Optional.empty();

    /// A viewer wants the channel.
    ///
    /// @param route the way that the viewer came
    /// @return empty if it is left to whoever may publish it
    Optional<Prospect> want(ChannelName name, Route route);

    /// Other channels that are being made of this one.
    default List<ChannelName> madeOf(ChannelName name) {
        return List.of();
    }

    /// What may become of it.
    sealed interface Prospect {
        /// It is on its way.
        ///
        /// @param atMost how long it makes sense to wait
        record Coming(Duration atMost) implements Prospect {}

        /// It will not come now.
        ///
        /// @param reason for people
        /// @param code the same for programs, in a word or two: `source-failed`
        record Refused(String reason, String code, Duration retryAfter) implements Prospect {}
    }
}
