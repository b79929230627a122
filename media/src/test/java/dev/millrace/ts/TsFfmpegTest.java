package dev.millrace.ts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Nalus;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What FFmpeg makes of our streams, and we of FFmpeg's.
@Tag("slow")
class TsFfmpegTest {
    /// Of more than a packet, and of more than seven bits.
    private static final String LONG_TEXT = "{\"text\":\"" + "gr\u00FC\u00DFe ".repeat(40) + "\"}";

    @TempDir private Path folder;

    /// A packet as ffprobe tells it: `video,pts,dts,K_,MD5:…`.
    private List<String> probe(Path file, TrackKind kind) throws Exception {
        String text =
                Tool.run(
                        folder,
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_packets",
                        "-show_data_hash",
                        "MD5",
                        "-show_entries",
                        "packet=codec_type,pts,dts,flags,data_hash",
                        "-of",
                        "csv=p=0",
                        file.toString());
        String name = kind.name().toLowerCase(Locale.ROOT);
        // The id of the stream comes in between, and a line of its own begins behind it.
        return text.replaceAll(",MPEGTS Stream ID,\\d+\n,MD5", ",MD5")
                .lines()
                .filter(line -> line.startsWith(name))
                .toList();
    }

    /// Decodes everything, and says whatever there is to complain about.
    private String complaints(Path file) throws Exception {
        return Tool.run(
                folder, "ffmpeg", "-v", "warning", "-i", file.toString(), "-f", "null", "-");
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }

    private static String line(Sample.Part part) throws Exception {
        Frame frame = part.frame();
        String md5 =
                HexOf.md5(
                        switch (part.codec()) {
                            case H264Config h264 -> annexB(h264, frame);
                            case AacConfig aac ->
                                    new ByteWriter()
                                            .bytes(aac.adtsHeader(frame.payload().length))
                                            .bytes(frame.payload())
                                            .toByteArray();
                            default -> frame.payload();
                        });
        return "%s,%d,%d,%s,MD5:%s"
                .formatted(
                        part.kind().name().toLowerCase(Locale.ROOT),
                        TsClock.timestamp(frame.header().ptsUs()),
                        TsClock.timestamp(frame.header().dtsUs()),
                        frame.header().key() ? "K_" : "__",
                        md5);
    }

    private static final class HexOf {
        static String md5(byte[] bytes) throws Exception {
            return Hex.text(MessageDigest.getInstance("MD5").digest(bytes));
        }
    }

    private static byte[] annexB(H264Config config, Frame frame) throws Exception {
        var out = new ByteWriter().u32(1).u16(0x09F0);
        if (frame.header().key()) {
            config.sps().forEach(set -> out.u32(1).bytes(set));
            config.pps().forEach(set -> out.u32(1).bytes(set));
        }
        byte[] payload = frame.payload();
        Nalus nalus = Nalus.lengthPrefixed(payload, 0, payload.length, config.nalLengthSize());
        while (nalus.next()) {
            nalus.writeAnnexB(out);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac", "h264-size-change", "h264-video-only"})
    void ffprobeSeesTheSamePackets(String name) throws Exception {
        Sample sample = Sample.of(name + ".flv");
        Path file = write("sample.ts", sample.toTs());
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            var expected = new ArrayList<String>();
            for (Sample.Part part : sample.only(kind).parts()) {
                expected.add(line(part));
            }
            assertThat(probe(file, kind)).containsExactlyElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"h264-bframes-aac", "h264-size-change", "h264-video-only", "mp3-audio-only"})
    void ffmpegHasNothingToComplainAbout(String name) throws Exception {
        Sample sample = Sample.of(name + ".flv");
        assertThat(complaints(write("sample.ts", sample.toTs()))).isEmpty();
        Sample sound = sample.only(TrackKind.AUDIO);
        if (!sound.parts().isEmpty()) {
            assertThat(complaints(write("sound.ts", sound.toTs()))).isEmpty();
        }
    }

    @Test
    void aSkippedViewerHasNothingToComplainAbout() throws Exception {
        Sample sample = Sample.of("h264-bframes-aac.flv");
        var writer = new TsWriter();
        var viewer = new ByteWriter();
        sample.write(writer, viewer);
        sample.later(2_000_000).write(writer, new ByteWriter());
        writer.writeDiscontinuity(viewer);
        sample.later(4_000_000).write(writer, viewer);
        Path file = write("skipped.ts", viewer.toByteArray());
        assertThat(probe(file, TrackKind.VIDEO))
                .hasSize(2 * sample.only(TrackKind.VIDEO).parts().size());
        assertThat(complaints(file)).isEmpty();
    }

    @Test
    void whatIsSaidIsTimedId3() throws Exception {
        Sample sample = Sample.of("h264-bframes-aac.flv");
        var writer = new TsWriter();
        var stream = new ByteWriter();
        List<Codec> codecs = sample.parts().stream().map(Sample.Part::codec).distinct().toList();
        writer.writeTables(stream, codecs, true);
        for (Sample.Part part : sample.parts()) {
            Frame frame = part.frame();
            writer.write(stream, frame.header(), frame.payload(), 0);
            if (part.kind() == TrackKind.VIDEO && frame.header().key()) {
                writer.writeMetadata(stream, frame.header().dtsUs(), "onTextData", LONG_TEXT);
            }
        }
        Path file = write("said.ts", stream.toByteArray());
        assertThat(Tool.run(folder, "ffprobe", "-v", "error", "-show_streams", file.toString()))
                .contains("codec_name=h264", "codec_name=aac", "codec_name=timed_id3");
        Path tags = folder.resolve("tags");
        Tool.run(folder, "ffmpeg -v error -i %s -map 0:d -c copy -f data %s".formatted(file, tags));
        String expected = new String(TimedMetadata.tag("onTextData", LONG_TEXT), UTF_8);
        long keys =
                sample.only(TrackKind.VIDEO).parts().stream()
                        .filter(part -> part.frame().header().key())
                        .count();
        assertThat(keys).isPositive();
        // FFmpeg 5 takes off five bytes, its own streams' too.
        String begin = "ID3\u0004\0";
        assertThat(Files.readString(tags).replace(begin, ""))
                .isEqualTo(expected.replace(begin, "").repeat((int) keys));
        assertThat(complaints(file)).isEmpty();
    }

    /// FFmpeg writes the stream, and reads it to us.
    @ParameterizedTest
    @ValueSource(strings = {"libx264 aac", "libx264 libmp3lame", "libx264 ", " aac"})
    void readsWhatFfmpegWrites(String codecs) throws Exception {
        String video = codecs.split(" ", -1)[0];
        String audio = codecs.split(" ", -1)[1];
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        if (!video.isEmpty()) {
            command.addAll(List.of("-f", "lavfi", "-i", "testsrc=s=320x240:r=25:d=3"));
        }
        if (!audio.isEmpty()) {
            command.addAll(
                    List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:d=3"));
        }
        if (!video.isEmpty()) {
            command.addAll(List.of("-c:v", video, "-g", "25", "-bf", "2", "-pix_fmt", "yuv420p"));
        }
        if (!audio.isEmpty()) {
            command.addAll(List.of("-c:a", audio));
        }
        command.addAll(List.of("-f", "mpegts", "theirs.ts"));
        Tool.run(folder, command.toArray(String[]::new));
        Path file = folder.resolve("theirs.ts");
        Reading reading = Reading.of(Files.readAllBytes(file));
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            sameTimes(probe(file, kind), reading.frames(kind));
        }
        assertThat(reading.codecs()).hasSize(codecs.trim().split(" ", -1).length);
        TsReader.Counters counters = reading.counters();
        assertThat(counters).isEqualTo(new TsReader.Counters(counters.packets(), 0, 0, 0, 0, 0));
    }

    private static void sameTimes(List<String> packets, List<Frame> frames) {
        assertThat(frames).hasSameSizeAs(packets);
        for (int i = 0; i < frames.size(); i++) {
            String[] fields = packets.get(i).split(",", -1);
            long pts = ticks(frames.get(i).header().ptsUs());
            long dts = ticks(frames.get(i).header().dtsUs());
            // FFmpeg counts the frames within a packet in whole ticks, and so drifts off by a few.
            assertThat(pts - Long.parseLong(fields[1])).isBetween(-8L, 8L);
            assertThat(dts - Long.parseLong(fields[2])).isBetween(-8L, 8L);
            assertThat(frames.get(i).header().key()).isEqualTo(fields[3].startsWith("K"));
        }
    }

    private static long ticks(long us) {
        return dev.millrace.media.MediaTime.usToTicks90k(us);
    }
}
