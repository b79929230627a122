package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AdtsHeader;
import dev.millrace.codec.Mp3Config;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.MediaTime;
import org.jspecify.annotations.Nullable;

/// Audio frames that go into one PES packet, whose timestamp is that of the first: a decoder counts
/// the others from there, so they must follow each other without a gap.
final class AudioBatch {
    /// Clocks of milliseconds round both ways; more than this is a gap, or the clock of someone who
    /// must be followed more closely.
    private static final long GAP_US_MAX = 2_000;

    private final @Nullable AacConfig aac;
    private final long frameUs;
    private final long lengthUsMax;
    private final ByteWriter bytes = new ByteWriter(1024);
    private long startUs;
    private long endUs;

    /// @param lengthUsMax how long a batch may play; at 0 every frame is one
    AudioBatch(CodecConfig config, long lengthUsMax) {
        this.lengthUsMax = lengthUsMax;
        switch (config) {
            case AacConfig adts -> {
                aac = adts;
                frameUs = MediaTime.samplesToUs(adts.samplesPerFrame(), adts.sampleRate());
            }
            case Mp3Config mp3 -> {
                aac = null;
                int samples = StreamType.isFullRate(mp3) ? 1152 : 576;
                frameUs = MediaTime.samplesToUs(samples, mp3.sampleRate());
            }
            default -> throw new IllegalArgumentException(config + " is not carried");
        }
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    /// Whether no other frame fits in its time.
    boolean isFull() {
        return endUs + frameUs - startUs > lengthUsMax;
    }

    /// Whether a frame can be carried at all.
    boolean takes(int frameBytes) {
        int max = aac == null ? TsLimits.AUDIO_PES_PAYLOAD_BYTES_MAX : AdtsHeader.PAYLOAD_BYTES_MAX;
        return frameBytes > 0 && frameBytes <= max;
    }

    /// Whether a frame that [#takes] allows belongs behind those that are here.
    boolean continues(long dtsUs, int frameBytes) {
        int room = TsLimits.AUDIO_PES_PAYLOAD_BYTES_MAX - AdtsHeader.LENGTH_BYTES - bytes.size();
        return Math.abs(dtsUs - endUs) <= GAP_US_MAX && frameBytes <= room;
    }

    void add(long dtsUs, byte[] payload, int offset, int length) {
        if (isEmpty()) {
            startUs = dtsUs;
            endUs = dtsUs;
        }
        if (aac != null) {
            bytes.put(aac.adtsHeader(length));
        }
        bytes.put(payload, offset, length);
        endUs += frameUs;
    }

    long startUs() {
        return startUs;
    }

    /// When the next frame is to be expected.
    long endUs() {
        return endUs;
    }

    ByteWriter bytes() {
        return bytes;
    }
}
