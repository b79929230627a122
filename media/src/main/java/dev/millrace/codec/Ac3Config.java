package dev.millrace.codec;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;

/// AC-3 or E-AC-3. Every frame repeats this in its own header ([Ac3Header]), so a decoder needs
/// nothing in advance.
///
/// @param enhanced E-AC-3 ("Dolby Digital Plus")
/// @param sampleRate in Hz
/// @param mode `acmod`, 0 to 7. ATSC A/52, table 5.8
/// @param lowFrequency whether there is a channel of low frequencies
public record Ac3Config(boolean enhanced, int sampleRate, int mode, boolean lowFrequency)
        implements AudioCodec {
    private static final int DUAL_MONO = 0;

    /// Reads the first header of a payload.
    public static Ac3Config parse(byte[] frame) throws ProtocolException {
        return Ac3Header.parse(new ByteReader(frame)).config();
    }

    @Override
    public String codecName() {
        return enhanced ? "E-AC-3" : "AC-3";
    }

    @Override
    public int channels() {
        return fullRange() + (lowFrequency ? 1 : 0);
    }

    @Override
    public String channelLayout() {
        return mode == DUAL_MONO && !lowFrequency
                ? "dual mono"
                : ChannelLayout.name(fullRange(), lowFrequency ? 1 : 0);
    }

    @Override
    public String rfc6381() {
        return enhanced ? "ec-3" : "ac-3";
    }

    @Override
    public String toString() {
        return "%s, %d Hz, %s".formatted(codecName(), sampleRate, channelLayout());
    }

    private int fullRange() {
        return switch (mode) {
            case 1 -> 1;
            case 0, 2 -> 2;
            case 3, 4 -> 3;
            case 5, 6 -> 4;
            default -> 5;
        };
    }
}
