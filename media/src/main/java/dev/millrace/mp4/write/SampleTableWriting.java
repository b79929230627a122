package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.codec.Vp9Config;

/// The tables of a track with one sample: what it decodes with, how long it is shown, and where it
/// lies. ISO/IEC 14496-12, 8.5 to 8.7; without a table of key frames, every sample is one.
final class SampleTableWriting {
    /// 72 to the inch, in 16.16 fixed point: what everybody writes and nobody reads.
    private static final int RESOLUTION = 72 << 16;

    private static final int COLOUR_WITHOUT_ALPHA = 0x18;
    private static final int COMPRESSOR_NAME_BYTES = 32;

    private SampleTableWriting() {}

    static byte[] stbl(VideoCodec codec, int sampleBytes, int durationTicks, int offset) {
        return box(
                "stbl",
                full("stsd", 0, ints(1), entry(codec)),
                full("stts", 0, ints(1, 1, durationTicks)),
                full("stsc", 0, ints(1, 1, 1, 1)),
                full("stsz", 0, ints(sampleBytes, 1)),
                full("stco", 0, ints(1, offset)));
    }

    /// The description of the picture, 12.1.3, with the configuration of the codec in it. Its name
    /// promises that all a decoder needs is here, and not among the samples.
    private static byte[] entry(VideoCodec codec) {
        return switch (codec) {
            case H264Config h264 -> entry("avc1", codec, box("avcC", h264.record()));
            case HevcConfig hevc -> entry("hvc1", codec, box("hvcC", hevc.record()));
            case Av1Config av1 -> entry("av01", codec, box("av1C", av1.record()));
            case Vp9Config vp9 -> entry("vp09", codec, box("vpcC", vp9.boxBody()));
        };
    }

    private static byte[] entry(String name, VideoCodec codec, byte[] configuration) {
        var fields = new ByteWriter(80).u32(0).u16(0).u16(1); // in this file
        fields.bytes(ints(0, 0, 0, 0)).u16(codec.width()).u16(codec.height());
        fields.bytes(ints(RESOLUTION, RESOLUTION, 0)).u16(1); // one picture a sample
        fields.bytes(new byte[COMPRESSOR_NAME_BYTES]).u16(COLOUR_WITHOUT_ALPHA).u16(0xFFFF);
        return box(name, fields.toByteArray(), configuration);
    }
}
