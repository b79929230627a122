package dev.millrace.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.Clip;
import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What ffprobe finds when it reads and decodes sixteen seconds of an output: the cases of SRS,
/// with its thresholds. All of them run at once.
@Tag("slow")
@DisplayName("B1-B5, B9, B10, B12, B13: ffprobe is content with every output")
class ProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final double ASKED_S = 17;
    private static final double DURATION_S_MIN = 16;
    private static final int SCORE_MIN = 90;

    /// Pictures a second that were published, less one in ten for a late start.
    private static final double PICTURES_PER_S_MIN = 22.5;

    private static final Pattern STREAM =
            Pattern.compile("stream\\|index=(\\d+)\\|codec_name=(\\w+)\\|nb_read_frames=(\\d+)");
    private static final Pattern PICTURE = Pattern.compile("codec_type=video\\|dts_time=([0-9.]+)");
    private static final Pattern SCORE = Pattern.compile("probe_score=(\\d+)");

    private static final List<Program> PUBLISHERS = new ArrayList<>();
    private static final Map<Case, Program> PROBES = new LinkedHashMap<>();

    private static RunningServer server;
    private static RunningServer smallChunks;

    /// @param id in the list of cases
    /// @param channel what its publisher does
    record Case(String id, String channel, Output output) {
        RunningServer of() {
            return channel.equals("chunks") ? smallChunks : server;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("B1", "aac", Output.RTMP),
                new Case("B2", "aac", Output.HTTP_FLV),
                new Case("B3", "chunks", Output.RTMP),
                new Case("B4", "clock", Output.RTMP),
                new Case("B4", "clock", Output.HTTP_FLV),
                new Case("B5", "aac", Output.HLS),
                new Case("B9", "mp3", Output.RTMP),
                new Case("B10", "mp3", Output.HTTP_FLV),
                new Case("B12", "mp3", Output.HTTP_TS),
                new Case("B13", "mp3", Output.HLS));
    }

    @BeforeAll
    static void publishAndProbe() throws IOException {
        server = new RunningServer("hls.segment=1s");
        smallChunks = new RunningServer("rtmp.chunk_size=128");
        publish(server.rtmp("live/aac"), "-c copy");
        publish(smallChunks.rtmp("live/chunks"), "-c copy");
        // An encoder whose clock has been running for eleven days.
        publish(server.rtmp("live/clock"), "-c copy -output_ts_offset 1000000");
        publish(server.rtmp("live/mp3"), "-c:v copy -c:a libmp3lame");
        cases().forEach(wanted -> PROBES.put(wanted, probe(wanted)));
    }

    @AfterAll
    static void close() {
        PROBES.values().forEach(Program::close);
        PUBLISHERS.forEach(Program::close);
        server.close();
        smallChunks.close();
    }

    private static void publish(String url, String encoding) throws IOException {
        String clip = Clip.MINUTE.file().toString();
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-re", "-i", clip));
        command.addAll(List.of(encoding.split(" ")));
        command.addAll(List.of("-f", "flv", url));
        PUBLISHERS.add(Program.start(command.toArray(String[]::new)));
    }

    private static Program probe(Case wanted) {
        String channel = "live/" + wanted.channel();
        Waiting.until(channel, () -> wanted.of().isPublished(channel));
        return Program.start(
                "ffprobe",
                "-v",
                "error",
                "-read_intervals",
                "%+" + ASKED_S,
                "-count_frames",
                "-show_entries",
                "packet=codec_type,dts_time:stream=index,codec_name,nb_read_frames"
                        + ":format=probe_score",
                "-of",
                "compact",
                wanted.output().url(wanted.of(), channel));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ffprobeIsContent(Case wanted) {
        Program probe = requireNonNull(PROBES.get(wanted));
        assertThat(probe.await(PATIENCE)).as(probe.output()).isZero();
        String output = probe.output();
        double durationS = wanted.output() == Output.HLS ? DURATION_S_MIN / 2 : DURATION_S_MIN;
        assertThat(duration(output)).as("duration in s").isGreaterThanOrEqualTo(durationS);

        Map<Integer, String> codecs = new TreeMap<>(); // of MPEG-TS, programs list them as well
        for (MatchResult stream : STREAM.matcher(output).results().toList()) {
            codecs.put(Integer.valueOf(stream.group(1)), stream.group(2));
            // No frame of sound is longer than a picture.
            assertThat(Double.parseDouble(stream.group(3)))
                    .as(stream.group())
                    .isGreaterThanOrEqualTo(durationS * PICTURES_PER_S_MIN);
        }
        String sound = wanted.channel().equals("mp3") ? "mp3" : "aac";
        assertThat(codecs.values()).containsExactlyInAnyOrder("h264", sound);

        if (wanted.output() != Output.HLS && wanted.output() != Output.HTTP_TS) {
            MatchResult score = SCORE.matcher(output).results().findFirst().orElseThrow();
            assertThat(Integer.parseInt(score.group(1))).isGreaterThanOrEqualTo(SCORE_MIN);
        }
    }

    /// From the first picture to the last, in seconds.
    private static double duration(String output) {
        double[] timesS =
                PICTURE.matcher(output)
                        .results()
                        .mapToDouble(picture -> Double.parseDouble(picture.group(1)))
                        .toArray();
        assertThat(timesS).as(output).isNotEmpty();
        return timesS[timesS.length - 1] - timesS[0];
    }
}
