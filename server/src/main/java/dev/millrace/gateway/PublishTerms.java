package dev.millrace.gateway;

import dev.millrace.channel.Channels;

import java.time.Duration;

/// What becomes of a second publisher of a channel.
///
/// @param staleAfter a first one that was silent this long gives way in any case
public record PublishTerms(Channels.Policy policy, Duration staleAfter) {
    public static final PublishTerms DEFAULT =
            new PublishTerms(Channels.Policy.REJECT, Duration.ofSeconds(5));
}
