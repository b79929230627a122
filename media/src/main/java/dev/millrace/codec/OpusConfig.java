package dev.millrace.codec;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Arrays;

/// How to decode an Opus track: the identification header "OpusHead". RFC 7845, 5.1. Numbers are
/// little-endian.
///
/// ```
///  0          8   9          10         12           16     18       19        20        21
///  +----------+---+----------+----------+------------+------+--------+---------+---------+--------
///  | OpusHead | 1 | channels | pre-skip | input rate | gain | family | streams | coupled | mapping
///  +----------+---+----------+----------+------------+------+--------+---------+---------+--------
/// ```
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class OpusConfig implements AudioCodec {
    /// Whatever went in, a decoder gives 48 kHz.
    public static final int SAMPLE_RATE = 48_000;

    /// With so many channels or fewer, [#of] knows their order.
    public static final int USUAL_CHANNELS_MAX = 8;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};
    private static final int DISCRETE_FAMILY = 255;

    /// By channels, from 1 on: streams of two channels, and where each channel is taken from.
    private static final int[] USUAL_COUPLED = {0, 1, 1, 2, 2, 2, 3, 3};

    private static final byte[][] USUAL_MAPPING = {
        {0},
        {0, 1},
        {0, 2, 1},
        {0, 1, 2, 3},
        {0, 4, 1, 2, 3},
        {0, 4, 1, 2, 3, 5},
        {0, 4, 1, 2, 3, 5, 6},
        {0, 6, 1, 2, 3, 4, 5, 7}
    };

    private final byte[] record;
    private final int channels;
    private final int preSkip;
    private final int mappingFamily;
    private final int streams;
    private final int coupledStreams;
    private final byte[] mapping;

    private OpusConfig(byte[] record, ByteReader in) throws ProtocolException {
        this.record = record;
        channels = in.u8();
        preSkip = Short.toUnsignedInt(Short.reverseBytes((short) in.u16()));
        in.skip(4 + 2); // input sample rate, output gain
        mappingFamily = in.u8();
        if (channels == 0 || (mappingFamily == 0 && channels > 2)) {
            throw new Malformed(
                    "Opus mapping family %d with %d channels".formatted(mappingFamily, channels));
        }
        if (mappingFamily == 0) {
            streams = 1;
            coupledStreams = channels - 1;
            mapping = channels == 1 ? new byte[] {0} : new byte[] {0, 1};
        } else {
            streams = in.u8();
            coupledStreams = in.u8();
            mapping = in.bytes(channels);
        }
        if (streams == 0 || coupledStreams > streams || streams + coupledStreams > 255) {
            throw new Malformed(
                    "Opus with %d streams, %d of them coupled".formatted(streams, coupledStreams));
        }
    }

    /// Reads an identification header.
    public static OpusConfig parse(byte[] opusHead) throws ProtocolException {
        var in = new ByteReader(opusHead);
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
            throw new Malformed("Opus header does not begin with OpusHead");
        }
        int version = in.u8();
        if (version > 15) { // RFC 7845, 5.1: the upper half is the incompatible one
            throw new Malformed("OpusHead has version %d".formatted(version));
        }
        return new OpusConfig(opusHead.clone(), in);
    }

    /// The configuration that libopus and RFC 7845, 5.1.1 have for so many channels: mono, stereo,
    /// or the order of Vorbis.
    ///
    /// @param channels 1 to 8
    public static OpusConfig of(int channels) {
        var out = new ByteWriter(32).bytes(MAGIC).u8(1).u8(channels).u16(0);
        out.u32LittleEndian(SAMPLE_RATE).u16(0);
        if (channels <= 2) {
            out.u8(0);
        } else {
            int coupled = USUAL_COUPLED[channels - 1];
            out.u8(1).u8(channels - coupled).u8(coupled).bytes(USUAL_MAPPING[channels - 1]);
        }
        try {
            return parse(out.toByteArray());
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Whether channels are in streams as [#of] puts them: all that MPEG-TS can say.
    public boolean isUsual() {
        if (channels > USUAL_CHANNELS_MAX || mappingFamily > 1) {
            return false;
        }
        return coupledStreams == USUAL_COUPLED[channels - 1]
                && streams == channels - coupledStreams
                && Arrays.equals(mapping, USUAL_MAPPING[channels - 1]);
    }

    @Override
    public String codecName() {
        return "Opus";
    }

    /// The header exactly as it came.
    public byte[] record() {
        return record;
    }

    @Override
    public int sampleRate() {
        return SAMPLE_RATE;
    }

    @Override
    public int channels() {
        return channels;
    }

    /// Samples at 48 kHz that a decoder throws away at the start.
    public int preSkip() {
        return preSkip;
    }

    /// What the order of channels means: 0 mono or stereo, 1 the order of Vorbis, 255 nothing.
    public int mappingFamily() {
        return mappingFamily;
    }

    /// Opus streams in every packet.
    public int streams() {
        return streams;
    }

    /// How many of the [#streams], the first ones, are of two channels.
    public int coupledStreams() {
        return coupledStreams;
    }

    /// For every channel that comes out, the decoded one it is taken from; 255 is silence.
    public byte[] mapping() {
        return mapping;
    }

    @Override
    public String channelLayout() {
        return switch (mappingFamily) {
            case 0, 1 -> channels <= 8 ? ChannelLayout.usual(channels) : "";
            case 2, 3 -> "ambisonic";
            case DISCRETE_FAMILY -> "discrete";
            default -> "";
        };
    }

    @Override
    public String rfc6381() {
        return "opus";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpusConfig that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "Opus, %d channels".formatted(channels);
    }
}
