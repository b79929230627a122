package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Arrays;

/// How to decode a FLAC track: the marker "fLaC" and the metadata block STREAMINFO. RFC 9639, 8.1
/// and 8.2.
///
/// ```
///  0      4           5      8              18            21             22 (bits)
///  +------+-----------+------+--------------+-------------+--------------+-------------+-----
///  | fLaC | last?, 0  | size | block and    | sample rate | channels - 1 | bits - 1    | …
///  |      |           |      | frame sizes  | 20 bits     | 3 bits       | 5 bits      |
///  +------+-----------+------+--------------+-------------+--------------+-------------+-----
/// ```
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class FlacConfig implements AudioCodec {
    private static final byte[] MAGIC = {'f', 'L', 'a', 'C'};
    private static final int STREAMINFO = 0;
    private static final int STREAMINFO_BYTES = 34;

    private final byte[] record;
    private final int sampleRate;
    private final int channels;
    private final int bitDepth;

    private FlacConfig(byte[] record, int sampleRate, int channels, int bitDepth) {
        this.record = record;
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.bitDepth = bitDepth;
    }

    /// Reads marker and STREAMINFO; metadata blocks behind it are carried unread.
    public static FlacConfig parse(byte[] header) throws ProtocolException {
        var all = new ByteReader(header);
        if (!Arrays.equals(all.bytes(MAGIC.length), MAGIC)) {
            throw new Malformed("FLAC header does not begin with fLaC");
        }
        int type = all.u8() & 0x7F;
        int lengthBytes = all.u24();
        if (type != STREAMINFO || lengthBytes != STREAMINFO_BYTES) {
            throw new Malformed(
                    "FLAC metadata block %d of %d bytes is not STREAMINFO"
                            .formatted(type, lengthBytes));
        }
        var in = new BitReader(all.bytes(STREAMINFO_BYTES));
        in.skip(16 + 16 + 24 + 24); // sizes of blocks and frames
        int sampleRate = in.bits(20);
        int channels = in.bits(3) + 1;
        int bitDepth = in.bits(5) + 1;
        if (sampleRate == 0) {
            throw new Malformed("FLAC sample rate is 0");
        }
        return new FlacConfig(header.clone(), sampleRate, channels, bitDepth);
    }

    @Override
    public String codecName() {
        return "FLAC";
    }

    /// The header exactly as it came.
    public byte[] record() {
        return record;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int channels() {
        return channels;
    }

    /// Bits per sample: 4 to 32.
    public int bitDepth() {
        return bitDepth;
    }

    @Override
    public String channelLayout() {
        return ChannelLayout.usual(channels);
    }

    @Override
    public String rfc6381() {
        return "fLaC";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlacConfig that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "FLAC, %d Hz, %d channels of %d bits".formatted(sampleRate, channels, bitDepth);
    }
}
