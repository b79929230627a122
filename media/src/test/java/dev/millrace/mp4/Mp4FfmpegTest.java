package dev.millrace.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg writes a film, and we read of it what ffprobe reads.
@Tag("slow")
class Mp4FfmpegTest {
    private static final String HEVC = "-c:v libx265 -preset ultrafast -x265-params log-level=none";
    private static final String AV1 = "-c:v libaom-av1 -cpu-used 8 -usage realtime";
    private static final String H264 = "-c:v libx264 -preset ultrafast -bf 2 -g 25";

    /// FFmpeg puts an empty edit into whole ticks of the track, of which 12800 are a second.
    private static final long TICK_US = 1_000_000 / 12_800;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.mp4, H264 -c:a aac",
        "a.mp4, H264 -c:a aac -movflags faststart",
        "a.mp4, H264 -c:a aac -use_editlist 0",
        "a.mp4, H264 -c:a aac -movflags rtphint", // with tracks of hints
        "a.mov, H264 -c:a aac", // QuickTime's descriptions
        "a.mp4, H264 -c:a libmp3lame -write_tmcd 0",
        "a.mp4, -vn -c:a aac",
        "a.mp4, -an H264",
        "a.mp4, H264 -bsf:v setts=pts=PTS+10000:dts=DTS+10000 -c:a aac", // an empty edit
        "a.mp4, HEVC -c:a ac3",
        "a.mp4, HEVC -tag:v hvc1 -c:a eac3",
        "a.mp4, -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
        "a.mp4, H264 -c:a flac",
    })
    void readsTheSameOfAFilm(String name, String arguments) throws Exception {
        Path file = write(name, arguments);
        assertSame(file, Mp4Reading.ofMovie(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "H264 -c:a aac -movflags frag_keyframe+empty_moov",
                "H264 -c:a aac -movflags frag_keyframe+empty_moov+default_base_moof",
                "H264 -c:a aac -movflags frag_keyframe+empty_moov+separate_moof+omit_tfhd_offset",
                "H264 -c:a aac -movflags frag_keyframe+delay_moov",
                "H264 -c:a aac -movflags dash+frag_every_frame",
                "-vn -c:a libmp3lame -movflags empty_moov -frag_duration 500000",
                "HEVC -c:a ac3 -movflags frag_keyframe+delay_moov",
                "AV1 -c:a libopus -movflags cmaf+delay_moov",
            })
    void readsTheSameOfFragments(String arguments) throws Exception {
        Path file = write("a.mp4", arguments);
        assertSame(file, Mp4Reading.ofFragments(Files.readAllBytes(file)));
    }

    /// FFmpeg moves either the decoding times or what is shown, so that no picture is shown before
    /// it is decoded. Here they are what the file says.
    @ParameterizedTest
    @ValueSource(strings = {"negative_cts_offsets", "cmaf"})
    void compositionOffsetsMayBeNegative(String flags) throws Exception {
        Path file = write("a.mp4", "H264 -an -movflags " + flags);
        byte[] bytes = Files.readAllBytes(file);
        boolean fragmented = flags.equals("cmaf");
        var reading = fragmented ? Mp4Reading.ofFragments(bytes) : Mp4Reading.ofMovie(bytes);
        List<Frame> frames = reading.frames(TrackKind.VIDEO);
        List<String> packets = probe(file, TrackKind.VIDEO);
        assertThat(frames).hasSize(50).hasSameSizeAs(packets);
        assertThat(frames.getFirst().header().ptsUs()).isZero();
        assertThat(frames.get(2).header().ctsUs()).isEqualTo(-40_000);
        long laterUs = us(packets.getFirst().split(",", -1)[1]);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i).header().ptsUs())
                    .isEqualTo(us(packets.get(i).split(",", -1)[1]) - laterUs);
            assertThat(frames.get(i).header().dtsUs()).isEqualTo(i * 40_000L);
        }
    }

    private Path write(String name, String arguments) throws Exception {
        String command =
                "ffmpeg -v error -f lavfi -i testsrc=s=160x96:r=25:d=2 -f lavfi -i sine=d=2"
                        + " -ac 2 -ar 48000 -pix_fmt yuv420p -strict -2 ";
        String codecs = arguments.replace("H264", H264).replace("HEVC", HEVC).replace("AV1", AV1);
        Tool.run(folder, command + codecs + " " + name);
        return folder.resolve(name);
    }

    private void assertSame(Path file, Mp4Reading reading) throws Exception {
        assertThat(reading.frames()).isNotEmpty();
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<String> packets = probe(file, kind);
            List<Frame> frames = reading.frames(kind);
            assertThat(frames).hasSameSizeAs(packets);
            for (int i = 0; i < frames.size(); i++) {
                assertSame(packets.get(i), frames.get(i), reading.startUs());
            }
        }
    }

    /// A packet as ffprobe tells it: `audio,0.000000,0.000000,K_,MD5:…`.
    private static void assertSame(String packet, Frame frame, long startUs) throws Exception {
        String[] fields = packet.split(",", -1);
        assertThat(frame.header().ptsUs() - startUs).isCloseTo(us(fields[1]), within(TICK_US));
        assertThat(frame.header().dtsUs() - startUs).isCloseTo(us(fields[2]), within(TICK_US));
        assertThat(frame.header().key()).isEqualTo(fields[3].startsWith("K"));
        byte[] md5 = MessageDigest.getInstance("MD5").digest(frame.payload());
        assertThat("MD5:" + Hex.text(md5)).isEqualTo(fields[4]);
    }

    private static long us(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1e6);
    }

    private List<String> probe(Path file, TrackKind kind) throws Exception {
        String entries = "packet=codec_type,pts_time,dts_time,flags,data_hash";
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
                        entries,
                        "-of",
                        "csv=p=0",
                        file.toString());
        // What a packet has on its side is told on lines of their own.
        return text.replaceAll(",(Skip Samples|Stream ID)[^\n]*\n,?MD5", ",MD5")
                .lines()
                .filter(line -> line.startsWith(kind.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
