package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.full;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Mp3Config;

/// `esds`: what the sound is, as descriptors within descriptors. ISO/IEC 14496-14, 5.6; 14496-1,
/// 7.2.6.5 to 7.2.6.7; object types as the MP4 registration authority has them.
final class EsdsWriting {
    private static final int AAC = 0x40;
    private static final int MPEG_1_AUDIO = 0x6B;
    private static final int MPEG_2_AUDIO = 0x69;
    private static final int AC3 = 0xA5;
    private static final int ENHANCED_AC3 = 0xA6;

    /// Lower rates came with MPEG-2.
    private static final int MPEG_1_RATE_MIN = 32_000;

    private static final int STREAM = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;

    /// `streamType` of sound, and a bit that is reserved.
    private static final int SOUND = 5 << 2 | 1;

    /// `predefined`: as MP4 has it.
    private static final int OF_MP4 = 2;

    private EsdsWriting() {}

    static byte[] aac(AacConfig aac) {
        return esds(AAC, descriptor(DECODER_SPECIFIC, aac.record()));
    }

    /// Frames say all there is to say.
    static byte[] mp3(Mp3Config mp3) {
        return esds(mp3.sampleRate() < MPEG_1_RATE_MIN ? MPEG_2_AUDIO : MPEG_1_AUDIO, new byte[0]);
    }

    /// Here too. A `dac3` would repeat fields of the frames that [Ac3Config] does not keep.
    static byte[] ac3(Ac3Config ac3) {
        return esds(ac3.enhanced() ? ENHANCED_AC3 : AC3, new byte[0]);
    }

    /// Sizes and rates are not told.
    private static byte[] esds(int objectType, byte[] specific) {
        var decoder = new ByteWriter().u8(objectType).u8(SOUND).u24(0).u32(0).u32(0);
        decoder.bytes(specific);
        var stream = new ByteWriter().u16(0).u8(0);
        stream.bytes(descriptor(DECODER_CONFIG, decoder.toByteArray()));
        stream.bytes(descriptor(SYNC_LAYER, new byte[] {OF_MP4}));
        return full("esds", 0, descriptor(STREAM, stream.toByteArray()));
    }

    /// Its size has seven bits in each of four bytes, as everybody writes it.
    private static byte[] descriptor(int tag, byte[] body) {
        var out = new ByteWriter(body.length + 5).u8(tag);
        for (int shift = 21; shift > 0; shift -= 7) {
            out.u8(0x80 | (body.length >>> shift & 0x7F));
        }
        return out.u8(body.length & 0x7F).bytes(body).toByteArray();
    }
}
