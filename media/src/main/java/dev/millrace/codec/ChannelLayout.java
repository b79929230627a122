package dev.millrace.codec;

/// Names of channel layouts.
final class ChannelLayout {
    private ChannelLayout() {}

    /// `5.1` is five channels of full range and one of low frequencies.
    static String name(int fullRange, int lowFrequency) {
        if (lowFrequency == 0 && fullRange <= 2) {
            return switch (fullRange) {
                case 1 -> "mono";
                case 2 -> "stereo";
                default -> "";
            };
        }
        return fullRange + "." + lowFrequency;
    }

    /// The layout that most formats give to so many channels, 1 to 8: one of six or more is for low
    /// frequencies. Vorbis I, 4.3.9 (and so Opus); RFC 9639, 9.1.3 (FLAC).
    static String usual(int channels) {
        int lowFrequency = channels >= 6 ? 1 : 0;
        return name(channels - lowFrequency, lowFrequency);
    }
}
