package dev.millrace.channel;

import java.util.Locale;

/// Why a viewer lost groups: what it took, and what it would have had to take.
///
/// @param missedGroups how many it lost at once
/// @param linkBitRate bits per second that it took since it was last up to date; 0 if all it lost
///   came before it had taken any of it
/// @param channelBitRate bits per second of the channel in the viewer's format; 0 if not known
public record Shortfall(long missedGroups, long linkBitRate, long channelBitRate) {
    /// In words for people: `skipped 3 groups: 2.1 Mbit/s link for a 4.0 Mbit/s channel`.
    public String words() {
        String groups = missedGroups == 1 ? "1 group" : missedGroups + " groups";
        String reason =
                linkBitRate == 0
                        ? "they came all at once"
                        : "%s link for a %s channel"
                                .formatted(rate(linkBitRate), rate(channelBitRate));
        return "skipped %s: %s".formatted(groups, reason);
    }

    private static String rate(long bitsPerSecond) {
        return bitsPerSecond >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f Mbit/s", bitsPerSecond / 1e6)
                : String.format(Locale.ROOT, "%.0f kbit/s", bitsPerSecond / 1e3);
    }
}
