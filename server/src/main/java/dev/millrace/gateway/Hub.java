package dev.millrace.gateway;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.delivery.Lanes;
import dev.millrace.entry.Entry;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Sessions;
import java.time.Duration;
import java.util.function.Supplier;

/// What every gateway of a server works with. Any thread.
///
/// @param channels what is published
/// @param lanes the threads that serve viewers
/// @param sessions who is connected
/// @param housekeeper whom to ask to be called now and then
/// @param vhostsNow which virtual hosts there are
/// @param entry who may publish and play
/// @param node this server among others, by a name that no other has
public record Hub(
        Channels channels,
        Lanes lanes,
        Sessions sessions,
        Housekeeper housekeeper,
        Supplier<Vhosts> vhostsNow,
        Entry entry,
        String node) {
    /// Rendering begins with the first viewer, and takes a moment.
    private static final long START_NS = Duration.ofSeconds(2).toNanos();

    /// Which virtual hosts there are now; asked anew each time.
    public Vhosts vhosts() {
        return vhostsNow.get();
    }

    /// Until when a viewer waits for the start of `channel`, who would wait for a publisher until
    /// `untilNs`: what is there already is shown, however little patience there is. So is what has
    /// just come, for whoever had to wait for that.
    public static long startUntilNs(Channel channel, long untilNs) {
        boolean isThere = channel.kept().count() > 0 || channel.publication().isPresent();
        return isThere ? Math.max(untilNs, System.nanoTime() + START_NS) : untilNs;
    }
}
