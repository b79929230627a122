package dev.millrace.flv;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.charset.StandardCharsets;

/// Makes configuration records of first frames, for encoders that send none.
final class FrameStart {
    /// All that is looked at.
    static final int OPUS_BYTES = 1;

    static final int FLAC_BYTES = 4;

    /// Up to the size of the picture.
    static final int VP9_BYTES = 10;

    private static final int VP9_COLOUR_BYTES = 8;

    private static final int STEREO = 4;

    private static final int FLAC_SYNC = 0b11_1111_1111_1110;
    private static final int[] FLAC_RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] FLAC_BITS = {0, 8, 12, 0, 16, 20, 24, 32};
    private static final int FLAC_BLOCK_MIN = 16;
    private static final int FLAC_BLOCK_MAX = 65_535;

    private static final int VP9_FRAME_MARKER = 2;
    private static final int VP9_SYNC = 0x49_8342;
    private static final int VP9_RGB = 7;
    private static final int UNSPECIFIED = 2;

    private FrameStart() {}

    /// An identification header from a packet's first byte, which says mono or stereo. RFC 6716,
    /// 3.1; RFC 7845, 5.1.
    static byte[] opusHead(ByteReader packet) throws Malformed {
        int channels = (packet.u8() & STEREO) != 0 ? 2 : 1;
        return new ByteWriter()
                .bytes("OpusHead".getBytes(StandardCharsets.US_ASCII))
                .u8(1)
                .u8(channels)
                .u16(0) // nothing to skip
                .u32(Integer.reverseBytes(48_000) & 0xFFFF_FFFFL)
                .u16(0)
                .u8(0)
                .toByteArray();
    }

    /// A STREAMINFO from a frame header. RFC 9639, 8.2 and 9.1.
    static byte[] streamInfo(ByteReader frame) throws Malformed {
        var in = new BitReader(frame.bytes(FLAC_BYTES));
        if (in.bits(14) != FLAC_SYNC) {
            throw new Malformed("no FLAC sync code");
        }
        in.skip(2 + 4); // reserved, blocking strategy, block size
        int rateCode = in.bits(4);
        int channelCode = in.bits(4);
        int bitsCode = in.bits(3);
        int rate = rateCode < FLAC_RATES.length ? FLAC_RATES[rateCode] : 0;
        if (rate == 0 || FLAC_BITS[bitsCode] == 0) {
            throw new Malformed("the FLAC frame refers to a STREAMINFO that is not there");
        }
        int channels = channelCode < 8 ? channelCode + 1 : 2;
        var info = new ByteWriter();
        var out = new BitWriter(info);
        out.bits(FLAC_BLOCK_MIN, 16).bits(FLAC_BLOCK_MAX, 16);
        out.bits(0, 24).bits(0, 24); // sizes of frames
        out.bits(rate, 20).bits(channels - 1, 3).bits(FLAC_BITS[bitsCode] - 1, 5);
        out.bits(0, 4).bits(0, 32); // how many samples
        return info.bytes(new byte[16]).toByteArray(); // no checksum
    }

    /// A vpcC from a key frame's header, whose level stays unknown. VP9, 6.2 and 6.2.2; VP Codec
    /// ISO Media File Format Binding.
    static byte[] vpcC(ByteReader frame) throws Malformed {
        var in = new BitReader(frame.bytes(VP9_COLOUR_BYTES));
        boolean marked = in.bits(2) == VP9_FRAME_MARKER;
        int profile = in.bits(1) | in.bits(1) << 1;
        in.skip(profile == 3 ? 1 : 0);
        boolean key = in.bits(2) == 0; // neither show_existing_frame nor an inter frame
        in.skip(2); // show_frame, error_resilient_mode
        if (!marked || !key || in.bits(24) != VP9_SYNC) {
            throw new Malformed("no VP9 key frame");
        }
        int bitDepth = profile < 2 ? 8 : in.flag() ? 12 : 10;
        boolean rgb = in.bits(3) == VP9_RGB;
        boolean fullRange = rgb || in.flag();
        boolean subsampled = !rgb && (profile & 1) == 0;
        int chroma = subsampled ? 1 : rgb || !in.flag() ? 3 : 2; // 4:2:0, 4:4:4 or 4:2:2
        return new ByteWriter()
                .u32(1L << 24) // version
                .u8(profile)
                .u8(0)
                .u8(bitDepth << 4 | chroma << 1 | (fullRange ? 1 : 0))
                .u8(UNSPECIFIED)
                .u8(UNSPECIFIED)
                .u8(UNSPECIFIED)
                .u16(0)
                .toByteArray();
    }
}
