package dev.millrace.app.setup;

import dev.millrace.cluster.ClusterSettings;
import dev.millrace.cluster.Place;
import dev.millrace.config.ChannelRules;
import dev.millrace.config.HooksConfig;
import dev.millrace.config.PerChannel;
import dev.millrace.config.cluster.ForwardConfig;
import dev.millrace.config.cluster.OriginConfig;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// What the configuration file says of other servers, in that room's own words.
public final class ClusterSetup {
    private ClusterSetup() {}

    /// Whether there are any.
    public static boolean isWanted(ChannelRules rules) {
        return rules.says(ForwardConfig.TO, OriginConfig.FROM, HooksConfig.ON_FORWARD);
    }

    /// What is set for a channel.
    public static ClusterSettings settings(PerChannel of) {
        OriginConfig origin = of.origin();
        return new ClusterSettings(
                places(of.forward().to()),
                places(origin.from()),
                origin.passQuery(),
                origin.idleTimeout(),
                origin.stallTimeout(),
                origin.startWait());
    }

    private static List<Place> places(List<String> patterns) {
        return patterns.stream().map(Place::new).toList();
    }

    /// This server among others: one that starts again is another one, which does no harm.
    public static String node() {
        return "millrace-%016x".formatted(ThreadLocalRandom.current().nextLong());
    }
}
