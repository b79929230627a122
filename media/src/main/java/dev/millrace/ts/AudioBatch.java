package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Ac3Header;
import dev.millrace.codec.AdtsHeader;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.OpusPacket;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.MediaTime;

/// Audio frames that go into one PES packet, whose timestamp is that of the first: a decoder counts
/// the others from there, so they must follow each other without a gap.
final class AudioBatch {
    /// Clocks of milliseconds round both ways; more than this is a gap, or the clock of someone who
    /// must be followed more closely.
    private static final long GAP_US_MAX = 2_000;

    private final AudioCodec codec;
    private final int pesId;
    private final long lengthUsMax;
    private final ByteWriter bytes = new ByteWriter(1024);
    private long startUs;
    private long endUs;
    private long frameUs;

    /// @param config of a codec that [StreamType] knows
    /// @param lengthUsMax how long a batch may play; at 0 every frame is one
    AudioBatch(CodecConfig config, long lengthUsMax) {
        this.codec = (AudioCodec) config;
        this.pesId = StreamType.of(config).orElseThrow().pesId();
        this.lengthUsMax = lengthUsMax;
    }

    /// `stream_id` of the PES packet.
    int pesId() {
        return pesId;
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
        int max =
                codec instanceof AacConfig
                        ? AdtsHeader.PAYLOAD_BYTES_MAX
                        : TsLimits.SAID_PAYLOAD_BYTES_MAX - OpusControl.lengthBytes(frameBytes);
        return frameBytes > 0 && frameBytes <= max;
    }

    /// Whether a frame that [#takes] allows belongs behind those that are here.
    boolean continues(long dtsUs, int frameBytes) {
        int room = TsLimits.SAID_PAYLOAD_BYTES_MAX - bytes.size();
        int headBytes = Math.max(AdtsHeader.LENGTH_BYTES, OpusControl.lengthBytes(frameBytes));
        return Math.abs(dtsUs - endUs) <= GAP_US_MAX && headBytes + frameBytes <= room;
    }

    void add(long dtsUs, byte[] payload, int offset, int length) {
        if (isEmpty()) {
            startUs = dtsUs;
            endUs = dtsUs;
        }
        switch (codec) {
            case AacConfig aac -> bytes.put(aac.adtsHeader(length));
            case OpusConfig _ -> OpusControl.write(bytes, length);
            default -> {}
        }
        bytes.put(payload, offset, length);
        frameUs = frameUs(new ByteReader(payload, offset, length));
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

    /// How long a frame sounds. If it does not make sense the next one does not continue it.
    private long frameUs(ByteReader frame) {
        try {
            return MediaTime.samplesToUs(samples(frame), codec.sampleRate());
        } catch (Malformed e) {
            return 0;
        }
    }

    private int samples(ByteReader frame) throws Malformed {
        return switch (codec) {
            case AacConfig aac -> aac.samplesPerFrame();
            case Mp3Config mp3 -> StreamType.isFullRate(mp3) ? 1152 : 576;
            case OpusConfig _ -> OpusPacket.samples(frame);
            case Ac3Config _ -> Ac3Header.parse(frame).samples();
            default -> throw new IllegalArgumentException(codec + " is not carried");
        };
    }
}
