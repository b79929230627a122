package dev.millrace.entry;

import dev.millrace.media.ChannelName;
import dev.millrace.net.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who watches the channels that have not room for everybody. Any thread.
///
/// A seat is taken before a viewer is let in, so that two who come at once do not both get the last
/// one, and given back when it leaves.
public final class Seats {
    private final Map<ChannelName, Map<String, Origin>> taken = new HashMap<>();

    /// How many may watch a channel at a time.
    ///
    /// @param viewers in all; empty for any number
    /// @param viewersPerIp of one address; of IPv6, the /64 counts as one
    public record Limit(Optional<Integer> viewers, Optional<Integer> viewersPerIp) {
        /// Any number.
        public static final Limit NONE = new Limit(Optional.empty(), Optional.empty());
    }

    /// Takes a seat for a session. One that has a seat there may have it again.
    ///
    /// @return why there is none; empty if there was one
    synchronized Optional<String> take(Visit visit, Limit limit) {
        if (limit.equals(Limit.NONE)) {
            return Optional.empty();
        }
        Map<String, Origin> seats = taken.computeIfAbsent(visit.channel(), _ -> new HashMap<>());
        Origin from = Origin.of(visit.from());
        Optional<String> full =
                seats.containsKey(visit.session()) ? Optional.empty() : full(seats, from, limit);
        if (full.isEmpty()) {
            seats.put(visit.session(), from);
        }
        return full;
    }

    synchronized void giveBack(Visit visit) {
        taken.computeIfPresent(
                visit.channel(),
                (_, seats) -> {
                    seats.remove(visit.session());
                    return seats.isEmpty() ? null : seats;
                });
    }

    private static Optional<String> full(Map<String, Origin> seats, Origin from, Limit limit) {
        if (limit.viewers().isPresent() && seats.size() >= limit.viewers().get()) {
            return Optional.of(
                    "there are %d viewers, the most allowed (limits.viewers)"
                            .formatted(seats.size()));
        }
        if (limit.viewersPerIp().isPresent()) {
            long here = seats.values().stream().filter(from::equals).count();
            if (here >= limit.viewersPerIp().get()) {
                return Optional.of(
                        "this address has %d viewers, the most allowed (limits.viewers_per_ip)"
                                .formatted(here));
            }
        }
        return Optional.empty();
    }
}
