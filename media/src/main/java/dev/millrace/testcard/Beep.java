package dev.millrace.testcard;

/// The sound of the test card: a tone of 1 kHz for the first tenth of every second, else silence.
final class Beep {
    static final int SAMPLE_RATE = 48_000;
    static final int TONE_HZ = 1_000;
    static final int LENGTH_SAMPLES = SAMPLE_RATE / 10;

    private static final int RAMP_SAMPLES =
            SAMPLE_RATE / 200; // soft ends, so that it does not click
    private static final double AMPLITUDE = 0.25 * Short.MAX_VALUE; // 12 dB below full scale

    private Beep() {}

    /// The sample at a time of day, in steps of 16-bit sound.
    static double sample(long sampleOfDay) {
        int within = Math.floorMod(sampleOfDay, SAMPLE_RATE);
        if (within >= LENGTH_SAMPLES) {
            return 0;
        }
        int toEnd = Math.min(within, LENGTH_SAMPLES - within);
        double ramp = Math.min(1.0, (double) toEnd / RAMP_SAMPLES);
        double loudness = AMPLITUDE * (1 - StrictMath.cos(Math.PI * ramp)) / 2;
        return loudness * StrictMath.sin(2 * Math.PI * TONE_HZ * within / SAMPLE_RATE);
    }
}
