package dev.millrace.codec;

import dev.millrace.bytes.ProtocolException.Malformed;

/// `samplingFrequencyIndex`. ISO/IEC 14496-3, table 1.18.
final class AacSampleRates {
    /// The index that says "the rate follows in 24 bits".
    static final int ESCAPE = 15;

    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000, 7_350
    };

    private AacSampleRates() {}

    static int rate(int index) throws Malformed {
        if (index < 0 || index >= RATES.length) {
            throw new Malformed("AAC sampling frequency index %d is reserved".formatted(index));
        }
        return RATES[index];
    }

    /// The index of a rate, or [#ESCAPE] if it has none.
    static int indexOf(int rate) {
        for (int index = 0; index < RATES.length; index++) {
            if (RATES[index] == rate) {
                return index;
            }
        }
        return ESCAPE;
    }
}
