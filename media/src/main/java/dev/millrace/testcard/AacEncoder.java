package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;

/// Makes AAC-LC of a mono sound below 3 kHz: long blocks, one step size for all lines, one code
/// book. ISO/IEC 14496-3, 4.4.2 and 4.6.
///
/// A frame covers twice its samples with a window; where two frames overlap, decoders add them up.
/// Frame `n` here begins at sample `1024 n`, so what a decoder puts out first with it are exactly
/// those samples: there is no delay to make up for.
final class AacEncoder {
    static final int FRAME_SAMPLES = 1024;

    private static final int WINDOW_SAMPLES = 2 * FRAME_SAMPLES;

    /// Scale factor bands that are written, and the spectral lines in them at 48 kHz; table 4.129.
    private static final int BANDS = 20;

    private static final int LINES = 132;

    /// The exponent of the step size in quarters, from 100: steps of 2^9, 50 dB below the tone.
    private static final int GLOBAL_GAIN = 136;

    private static final double STEP = StrictMath.pow(2, (GLOBAL_GAIN - 100) / 4.0);
    private static final double ROUNDING = 0.4054; // what the standard's own encoder adds
    private static final int SINGLE_CHANNEL = 0; // id_syn_ele
    private static final int END = 7;

    private static final double[] WINDOW = new double[WINDOW_SAMPLES];

    /// One turn of the cosine in the steps that the transform takes.
    private static final double[] COSINE = new double[4 * WINDOW_SAMPLES];

    static {
        for (int i = 0; i < WINDOW_SAMPLES; i++) {
            WINDOW[i] = StrictMath.sin(Math.PI * (i + 0.5) / WINDOW_SAMPLES);
        }
        for (int i = 0; i < COSINE.length; i++) {
            COSINE[i] = StrictMath.cos(2 * Math.PI * i / COSINE.length);
        }
    }

    private AacEncoder() {}

    static AacConfig config() {
        return AacConfig.of(Beep.SAMPLE_RATE, 1);
    }

    /// The raw data block of the frame that begins at `firstSample`, a time of day.
    static byte[] frame(long firstSample) {
        double[] windowed = new double[WINDOW_SAMPLES];
        boolean silent = true;
        for (int i = 0; i < WINDOW_SAMPLES; i++) {
            windowed[i] = WINDOW[i] * Beep.sample(firstSample + i);
            silent &= windowed[i] == 0;
        }
        return write(silent ? new int[0] : quantised(windowed));
    }

    /// The modified discrete cosine transform, 4.6.11.3.1, of the lines that are wanted, in steps
    /// of 4.6.1.
    private static int[] quantised(double[] windowed) {
        int[] levels = new int[LINES];
        for (int line = 0; line < LINES; line++) {
            double sum = 0;
            for (int i = 0; i < WINDOW_SAMPLES; i++) {
                int angle = (2 * i + 1 + FRAME_SAMPLES) * (2 * line + 1);
                sum += windowed[i] * COSINE[angle % COSINE.length];
            }
            int magnitude = (int) (StrictMath.pow(Math.abs(2 * sum) / STEP, 0.75) + ROUNDING);
            levels[line] = sum < 0 ? -magnitude : magnitude;
        }
        return levels;
    }

    /// `raw_data_block`, table 4.3, with one channel.
    private static byte[] write(int[] levels) {
        int bands = levels.length == 0 ? 0 : BANDS;
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(SINGLE_CHANNEL, 3).bits(0, 4).bits(GLOBAL_GAIN, 8);
        bits.flag(false).bits(0, 2).flag(false); // one long block with a sine window
        bits.bits(bands, 6).flag(false); // no prediction
        if (bands > 0) {
            bits.bits(AacCodeBook.NUMBER, 4).bits(bands, 5); // one section
            bits.bits(0, bands); // no scale factor differs from the one before
        }
        bits.flag(false).flag(false).flag(false); // no pulses, noise shaping, gain control
        for (int line = 0; line < levels.length; line += 2) {
            AacCodeBook.pair(bits, levels[line], levels[line + 1]);
        }
        bits.bits(END, 3).align();
        return out.toByteArray();
    }
}
