package dev.millrace.entry;

import dev.millrace.hook.Hook;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What is asked of those who want something of a channel.
public record EntryRules(Of connect, Of publish, Of play, Elsewhere elsewhere) {
    /// Nothing is asked of anybody.
    public static final EntryRules OPEN = new EntryRules(Of.ALL, Of.ALL, Of.ALL);

    /// The same where nobody is sent elsewhere.
    public EntryRules(Of connect, Of publish, Of play) {
        this(connect, publish, play, Elsewhere.NOWHERE);
    }

    /// Where those are sent who want to publish or play.
    ///
    /// @param rtmp for RTMP
    /// @param http for everything else
    public record Elsewhere(Optional<URI> rtmp, Optional<URI> http) {
        /// Nobody is.
        public static final Elsewhere NOWHERE = new Elsewhere(Optional.empty(), Optional.empty());

        Optional<URI> of(Visit visit) {
            return visit.protocol().startsWith("rtmp") ? rtmp : http;
        }
    }

    /// What is asked for one deed.
    ///
    /// @param from whether an address may
    /// @param sites hosts of the pages that may; empty for all
    /// @param key what URLs must be signed with; empty if they need not be
    /// @param jwt which tokens are good; empty if none is needed
    /// @param seats how many may at a time, of those who play
    /// @param asked services that must say yes
    /// @param told services that are told when it is over
    public record Of(
            Predicate<InetAddress> from,
            Optional<List<String>> sites,
            Optional<String> key,
            Optional<JwtRule> jwt,
            Seats.Limit seats,
            List<Hook> asked,
            List<Hook> told) {
        /// Any address.
        public static final Predicate<InetAddress> EVERYWHERE = _ -> true;

        /// Nothing.
        public static final Of ALL =
                new Of(
                        EVERYWHERE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Seats.Limit.NONE,
                        List.of(),
                        List.of());

        /// Whether nobody has to show or say anything: there may still be no room.
        boolean isForAll() {
            return new Of(from, sites, key, jwt, Seats.Limit.NONE, asked, List.of()).equals(ALL);
        }
    }

    Of of(Visit.Deed deed) {
        return switch (deed) {
            case CONNECT -> connect;
            case PUBLISH -> publish;
            case PLAY -> play;
        };
    }
}
