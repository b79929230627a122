package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.codec.Vp9Config;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// What samples decode with: `stsd` and its entries. ISO/IEC 14496-12, 8.5.2, 12.1.3 and 12.2.3;
/// codecs in it, 14496-14 and -15, and the bindings of AV1, VP9, Opus (4.3.2) and FLAC (3.3.2).
final class SampleEntryWriting {
    /// 72 to the inch, in 16.16 fixed point: what everybody writes and nobody reads.
    private static final int RESOLUTION = 72 << 16;

    private static final int COLOUR_WITHOUT_ALPHA = 0x18;
    private static final int COMPRESSOR_NAME_BYTES = 32;
    private static final int SAMPLE_BITS = 16;

    /// Rates beyond this are not in the fixed field of 16 bits: the codec's own box has them.
    private static final int RATE_MAX = 0xFFFF;

    private static final int OPUS_HEAD_BYTES = 8;
    private static final int FLAC_MARKER_BYTES = 4;

    private SampleEntryWriting() {}

    /// All that a track has, in the order that fragments count them, from 1 on.
    static byte[] stsd(List<? extends Codec> codecs) {
        byte[][] parts = new byte[codecs.size() + 1][];
        parts[0] = ints(codecs.size());
        for (int i = 0; i < codecs.size(); i++) {
            parts[i + 1] = entry(codecs.get(i), codecs.size() == 1);
        }
        return full("stsd", 0, parts);
    }

    /// @param isOnly whether samples bring nothing of it along, which the names of pictures promise
    private static byte[] entry(Codec codec, boolean isOnly) {
        return switch (codec) {
            case H264Config h264 ->
                    visual(isOnly ? "avc1" : "avc3", h264, box("avcC", h264.record()));
            case HevcConfig hevc ->
                    visual(isOnly ? "hvc1" : "hev1", hevc, box("hvcC", hevc.record()));
            case Av1Config av1 -> visual("av01", av1, box("av1C", av1.record()));
            case Vp9Config vp9 -> visual("vp09", vp9, box("vpcC", vp9.boxBody()));
            case AacConfig aac -> audio("mp4a", aac, EsdsWriting.aac(aac));
            case Mp3Config mp3 -> audio("mp4a", mp3, EsdsWriting.mp3(mp3));
            case Ac3Config ac3 -> audio("mp4a", ac3, EsdsWriting.ac3(ac3));
            case OpusConfig opus -> audio("Opus", opus, box("dOps", opusFields(opus)));
            case FlacConfig flac -> audio("fLaC", flac, full("dfLa", 0, streamInfo(flac)));
            case OpaqueConfig _ -> throw new IllegalArgumentException("MP4 has no " + codec);
        };
    }

    private static byte[] visual(String name, VideoCodec codec, byte[] configuration) {
        var fields = common().bytes(ints(0, 0, 0, 0)).u16(codec.width()).u16(codec.height());
        fields.bytes(ints(RESOLUTION, RESOLUTION, 0)).u16(1); // one picture a sample
        fields.bytes(new byte[COMPRESSOR_NAME_BYTES]).u16(COLOUR_WITHOUT_ALPHA).u16(0xFFFF);
        return box(name, fields.toByteArray(), configuration);
    }

    private static byte[] audio(String name, AudioCodec codec, byte[] configuration) {
        int rate = codec.sampleRate() > RATE_MAX ? 0 : codec.sampleRate();
        var fields = common().bytes(ints(0, 0)).u16(codec.channels()).u16(SAMPLE_BITS);
        fields.u32(0).u32((long) rate << 16);
        return box(name, fields.toByteArray(), configuration);
    }

    /// In this file.
    private static ByteWriter common() {
        return new ByteWriter(80).u32(0).u16(0).u16(1);
    }

    /// The same fields as in Ogg, but for the version and the byte order.
    private static byte[] opusFields(OpusConfig opus) {
        ByteBuffer ogg = ByteBuffer.wrap(opus.record()).order(ByteOrder.LITTLE_ENDIAN);
        ogg.position(OPUS_HEAD_BYTES + 1);
        var out = new ByteWriter(opus.record().length).u8(0).u8(ogg.get());
        out.u16(ogg.getShort()).u32(ogg.getInt()).u16(ogg.getShort());
        return out.bytes(ogg).toByteArray();
    }

    private static byte[] streamInfo(FlacConfig flac) {
        byte[] record = flac.record();
        return new ByteWriter(record.length)
                .bytes(ByteBuffer.wrap(record).position(FLAC_MARKER_BYTES))
                .toByteArray();
    }
}
