package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.source.MediaSources;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that FFmpeg 8 writes, as its ffprobe and as our sources read them.
@Tag("slow")
class Ffmpeg8FilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String H264 = "-c:v libx264 -preset ultrafast -bf 2 -g 25";

    /// Clocks of files have whole ticks, of which 12800 or more are a second.
    private static final long TICK_US = 80;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, H264 -c:a aac",
        "mp4, H264 -c:a aac -movflags hybrid_fragmented",
        "mp4, H264 -c:a aac -movflags frag_keyframe+delay_moov",
        "mp4, H264 -c:a libmp3lame -movflags faststart",
        "mp4, -c:v libx265 -preset ultrafast -x265-params log-level=none -c:a eac3",
        "mp4, -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a flac",
        "mp4, -c:v libaom-av1 -cpu-used 8 -usage realtime -c:a libopus",
        "mov, H264 -c:a aac",
    })
    void packetsAreTheSame(String format, String codecs) throws Exception {
        Path file = folder.resolve("film");
        String inputs = "-v error -f lavfi -i testsrc=s=160x96:r=25:d=2 -f lavfi -i sine=d=2 ";
        String outputs = "-ac 2 -ar 48000 -pix_fmt yuv420p -f %s %s".formatted(format, file);
        String arguments = inputs + codecs.replace("H264", H264) + " " + outputs;
        run(Ffmpeg8.command(arguments.split(" ", -1)));
        List<FrameHeader> read = read(file);
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<FrameHeader> ours = read.stream().filter(header -> header.kind() == kind).toList();
            assertSame(ours, packets(file, kind));
        }
    }

    /// Ours are later by so much that none has a time below 0.
    private static void assertSame(List<FrameHeader> ours, List<String> packets) {
        assertThat(ours).hasSameSizeAs(packets).isNotEmpty();
        long laterUs = ours.getFirst().dtsUs() - us(packets.getFirst(), 1);
        assertThat(laterUs).isNotNegative();
        for (int i = 0; i < ours.size(); i++) {
            FrameHeader header = ours.get(i);
            String packet = packets.get(i);
            assertThat(header.ptsUs() - laterUs).isCloseTo(us(packet, 0), within(TICK_US));
            assertThat(header.dtsUs() - laterUs).isCloseTo(us(packet, 1), within(TICK_US));
            assertThat(header.lengthBytes()).isEqualTo(Integer.parseInt(field(packet, 2)));
            assertThat(header.key()).isEqualTo(field(packet, 3).startsWith("K"));
        }
    }

    private static List<FrameHeader> read(Path file) throws IOException {
        var headers = new ArrayList<FrameHeader>();
        try (var source = MediaSources.open(file.toString(), ClientOptions.DEFAULT)) {
            while (true) {
                switch (source.next()) {
                    case MediaEvent.Media(var frame) -> headers.add(frame.header());
                    case MediaEvent.Ended _ -> {
                        return headers;
                    }
                    default -> {}
                }
            }
        }
    }

    /// `pts,dts,size,flags` of each.
    private static List<String> packets(Path file, TrackKind kind) {
        String stream = kind.name().toLowerCase(Locale.ROOT).substring(0, 1);
        Path ffprobe = Ffmpeg8.executable().resolveSibling("ffprobe");
        String output =
                run(
                        List.of(
                                ffprobe.toString(),
                                "-v",
                                "error",
                                "-select_streams",
                                stream,
                                "-show_entries",
                                "packet=pts_time,dts_time,size,flags",
                                "-of",
                                "csv=p=0",
                                file.toString()));
        return output.lines().filter(line -> line.contains(".")).toList();
    }

    private static String run(List<String> command) {
        try (Program program = Program.start(Ffmpeg8.environment(), command)) {
            assertThat(program.await(PATIENCE)).as(program.output()).isZero();
            return program.output();
        }
    }

    private static String field(String packet, int index) {
        return packet.split(",", -1)[index];
    }

    private static long us(String packet, int index) {
        return Math.round(Double.parseDouble(field(packet, index)) * 1e6);
    }
}
