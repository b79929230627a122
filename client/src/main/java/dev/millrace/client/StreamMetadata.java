package dev.millrace.client;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.flv.AudioTagHeader;
import dev.millrace.flv.FourCc;
import dev.millrace.flv.VideoTagHeader;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.util.Arrays;
import java.util.Collection;

/// The `onMetaData` message: what a stream carries, for servers and players that look there first.
/// FLV 10.1, annex E.5.
final class StreamMetadata {
    private static final String DURATION = "duration";
    private static final byte[] NAME = amf(AmfValue.of("onMetaData"));

    /// The property of that name with the value 0, as [#of] begins.
    private static final byte[] NO_DURATION =
            new ByteWriter()
                    .u16(DURATION.length())
                    .utf8(DURATION)
                    .bytes(amf(AmfValue.of(0)))
                    .toByteArray();

    private StreamMetadata() {}

    /// The message for a stream of these codecs, whose duration is not known yet.
    static byte[] of(Collection<Codec> codecs) {
        var fields = new AmfFields().put(DURATION, 0);
        codecs.forEach(codec -> describe(fields, codec));
        fields.put("encoder", "Millrace");
        return new ByteWriter().bytes(NAME).bytes(amf(fields.toEcmaArray())).toByteArray();
    }

    static boolean isMetadata(Frame frame) {
        byte[] payload = frame.payload();
        return frame.header().kind() == TrackKind.DATA
                && payload.length >= NAME.length
                && Arrays.equals(payload, 0, NAME.length, NAME, 0, NAME.length);
    }

    /// Where in the message the number stands that is to become the duration; -1 if nowhere.
    static int durationAt(byte[] message) {
        for (int at = 0; at <= message.length - NO_DURATION.length; at++) {
            int end = at + NO_DURATION.length;
            if (Arrays.equals(message, at, end, NO_DURATION, 0, NO_DURATION.length)) {
                return end - Double.BYTES;
            }
        }
        return -1;
    }

    private static void describe(AmfFields fields, Codec codec) {
        switch (codec) {
            case VideoCodec video -> {
                fields.put("width", video.width()).put("height", video.height());
                video.frameRate().ifPresent(rate -> fields.put("framerate", rate));
            }
            case AudioCodec audio -> {
                fields.put("audiosamplerate", audio.outputSampleRate()).put("audiosamplesize", 16);
                fields.put("stereo", audio.channels() == 2);
            }
            case OpaqueConfig _ -> {}
        }
        switch (codec.kind()) {
            case VIDEO -> fields.put("videocodecid", number(codec));
            case AUDIO -> fields.put("audiocodecid", number(codec));
            case DATA -> {}
        }
    }

    /// The number of the codec in a tag, or its four characters. Enhanced RTMP v2, "Enhancing
    /// onMetaData".
    private static int number(Codec codec) {
        return switch (codec) {
            case H264Config _ -> VideoTagHeader.H264;
            case AacConfig _ -> AudioTagHeader.AAC;
            case Mp3Config _ -> AudioTagHeader.MP3;
            case OpaqueConfig opaque -> opaque.flvCodecId();
            default -> FourCc.of(codec).orElseThrow().code();
        };
    }

    private static byte[] amf(AmfValue value) {
        var out = new ByteWriter();
        AmfWriter.write(out, value);
        return out.toByteArray();
    }
}
