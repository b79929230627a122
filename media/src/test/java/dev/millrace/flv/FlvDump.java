package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.OtherTrack;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.zip.CRC32;

/// What a file carries, a line per tag, for people and for golden files.
final class FlvDump {
    private FlvDump() {}

    static String of(byte[] wire) throws ProtocolException {
        var reader = new FlvReader();
        var tags = new ArrayList<FlvTag>();
        reader.read(wire, 0, wire.length, tags::add);
        var text = new StringBuilder();
        text.append(reader.fileHeader().orElseThrow()).append('\n');
        var demuxer = new FlvDemuxer();
        var codecs = new EnumMap<TrackKind, Codec>(TrackKind.class);
        for (FlvTag tag : tags) {
            long dtsUs = MediaTime.msToUs(tag.timestampMs());
            byte[] body = tag.body();
            FlvItem item = demuxer.read(tag.kind(), dtsUs, body.length, new ByteReader(body));
            if (item instanceof Payload(var codec, _, _)
                    && !codec.equals(codecs.put(tag.kind(), codec))) {
                text.append("next with ").append(words(codec)).append('\n');
            }
            text.append(line(item, body)).append('\n');
        }
        return text.toString();
    }

    private static String line(FlvItem item, byte[] body) {
        return switch (item) {
            case NeedMore more -> throw new AssertionError(more);
            case Nothing nothing -> "ignored: " + nothing.what();
            case OtherTrack other -> "another track of " + other.kind();
            case Ignored ignored -> "ignored: " + ignored.reason();
            case Configuration configuration -> words(configuration.codec());
            case Payload payload -> words(payload, body);
        };
    }

    private static String words(Codec codec) {
        return switch (codec) {
            case H264Config h264 ->
                    "%s at %s, %s, %d SPS, %d PPS, %s"
                            .formatted(
                                    h264,
                                    h264.frameRate(),
                                    h264.rfc6381(),
                                    h264.sps().size(),
                                    h264.pps().size(),
                                    Hex.text(h264.record()));
            case AacConfig aac ->
                    "%s, SBR %s, %s, %s"
                            .formatted(aac, aac.sbr(), aac.rfc6381(), Hex.text(aac.record()));
            case Mp3Config mp3 ->
                    "MP3, %d Hz, %d channels".formatted(mp3.sampleRate(), mp3.channels());
            case OpaqueConfig _ -> codec.toString();
            default -> codec.codecName() + ", " + Hex.text(ExCodecs.record(codec));
        };
    }

    private static String words(Payload payload, byte[] body) {
        FrameHeader header = payload.header();
        byte[] bytes = payload.frame(body).payload();
        var crc = new CRC32();
        crc.update(bytes);
        return "%-5s dts %7d cts %6d %s%s %-14s %5d bytes, crc %08x, %s"
                .formatted(
                        header.kind(),
                        header.dtsUs(),
                        header.ctsUs(),
                        header.key() ? "K" : "-",
                        header.disposable() ? "D" : "-",
                        payload.codec().codecName(),
                        header.lengthBytes(),
                        crc.getValue(),
                        Hex.text(Arrays.copyOf(bytes, Math.min(8, bytes.length))));
    }
}
