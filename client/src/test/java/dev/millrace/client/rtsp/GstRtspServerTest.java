package dev.millrace.client.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.Recording;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtspTransport;
import dev.millrace.client.source.MediaSources;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The client against GStreamer's RTSP server.
@Tag("slow")
@Timeout(120)
class GstRtspServerTest {
    private static final int PICTURES = 60;
    private static final long APART_US_MAX = 1_000_000;

    private static final String PICTURE =
            "videotestsrc is-live=true"
                    + " ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! ";
    private static final String SOUND = " audiotestsrc is-live=true ! audioconvert ! ";
    private static final String H264 =
            PICTURE + "openh264enc gop-size=25 ! rtph264pay name=pay0 pt=96";
    private static final String AAC =
            SOUND + "audio/x-raw,rate=48000,channels=2 ! avenc_aac ! rtpmp4gpay name=pay1 pt=97";

    @TempDir Path directory;

    /// Plays some seconds.
    private Recording play(String url, RtspTransport transport) throws IOException {
        var options = ClientOptions.DEFAULT.withRtspTransport(transport);
        var recording = new Recording(new ArrayList<>(), new ArrayList<>());
        try (var player = MediaSources.open(url, options)) {
            int pictures = 0;
            while (pictures < PICTURES) {
                switch (player.next()) {
                    case MediaEvent.Configured(var codec) -> recording.codecs().add(codec);
                    case MediaEvent.Media(var frame) -> {
                        recording.frames().add(frame);
                        pictures += frame.header().kind() == TrackKind.VIDEO ? 1 : 0;
                    }
                    default -> {}
                }
            }
        }
        return recording;
    }

    @ParameterizedTest
    @EnumSource
    void playsH264AndAac(RtspTransport transport) throws Exception {
        try (var server = GstRtspServer.start(directory, H264 + AAC)) {
            Recording played = play(server.url(""), transport);
            assertThat(played.codecs())
                    .map(Codec::codecName)
                    .containsExactlyInAnyOrder("H.264", "AAC");
            assertThat(video(played)).allMatch(frame -> frame.header().ctsUs() == 0);
            assertSteady(played);
            assertDecodes(played, "h264");
        }
    }

    /// The encoder of HEVC makes pictures that are shown earlier than those in front of them.
    @ParameterizedTest
    @EnumSource
    void playsHevcAndOpus(RtspTransport transport) throws Exception {
        String pipeline =
                PICTURE
                        + "x265enc key-int-max=25 speed-preset=ultrafast"
                        + " option-string=bframes=3:b-adapt=0"
                        + " ! rtph265pay name=pay0 pt=96"
                        + SOUND
                        + "opusenc ! rtpopuspay name=pay1 pt=97";
        try (var server = GstRtspServer.start(directory, pipeline)) {
            Recording played = play(server.url(""), transport);
            assertThat(played.codecs())
                    .map(Codec::codecName)
                    .containsExactlyInAnyOrder("HEVC", "Opus");
            assertThat(video(played)).anyMatch(frame -> frame.header().ctsUs() > 40_000);
            assertThat(video(played)).allMatch(frame -> frame.header().ctsUs() >= 0);
            assertSteady(played);
            assertDecodes(played, "hevc");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MP3, 'lamemp3enc ! rtpmpapay'",
        "G.711 A-law, 'audioresample ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay'",
        "AAC, 'avenc_aac ! rtpmp4apay pt=98'",
    })
    void playsOtherSound(String codec, String encoder) throws Exception {
        String sound = SOUND + encoder + " name=pay1";
        try (var server = GstRtspServer.start(directory, H264 + sound)) {
            Recording played = play(server.url(""), RtspTransport.TCP);
            assertThat(played.codecs()).map(Codec::codecName).contains(codec);
            assertSteady(played);
        }
    }

    @ParameterizedTest
    @CsvSource({"TCP, udp", "UDP, tcp"})
    void takesTheWayThatThereIs(RtspTransport asked, String way) throws Exception {
        try (var server = GstRtspServer.startOneWay(directory, way, H264 + AAC)) {
            assertSteady(play(server.url(""), asked));
        }
    }

    @Test
    void leavesOutWhatItCannotRead() throws Exception {
        String vorbis = SOUND + "vorbisenc ! rtpvorbispay name=pay1 pt=97";
        try (var server = GstRtspServer.start(directory, H264 + vorbis);
                var player = MediaSources.open(server.url(""), ClientOptions.DEFAULT)) {
            assertThat(player.next())
                    .isEqualTo(new MediaEvent.Notice("audio is left out: codec vorbis"));
        }
    }

    @Test
    void provesWhoItIs() throws Exception {
        try (var server = GstRtspServer.start(directory, H264, "user", "p@ss:w")) {
            Recording played = play(server.url("user:p%40ss:w@"), RtspTransport.TCP);
            assertThat(played.codecs()).hasSize(1);
            assertThatThrownBy(() -> play(server.url("user:wrong@"), RtspTransport.TCP))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("401");
        }
    }

    @Test
    void aStreamThatIsNotThereIsRefused() throws Exception {
        try (var server = GstRtspServer.start(directory, H264)) {
            String url = server.url("").replace("/card", "/other");
            assertThatThrownBy(() -> play(url, RtspTransport.TCP))
                    .hasMessage("404: there is no such stream");
        }
    }

    private static List<Frame> video(Recording played) {
        return ofKind(played, TrackKind.VIDEO).toList();
    }

    private static Stream<Frame> ofKind(Recording played, TrackKind kind) {
        return played.frames().stream().filter(frame -> frame.header().kind() == kind);
    }

    /// Begins with a key frame, times grow, and both tracks are at the same time at the end.
    private static void assertSteady(Recording played) {
        assertThat(video(played).getFirst().header().key()).isTrue();
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<Long> times = ofKind(played, kind).map(frame -> frame.header().dtsUs()).toList();
            assertThat(times).isNotEmpty().isSorted().doesNotHaveDuplicates();
        }
        long pictureUs = video(played).getLast().header().ptsUs();
        long soundUs = ofKind(played, TrackKind.AUDIO).toList().getLast().header().dtsUs();
        assertThat(Math.abs(pictureUs - soundUs)).isLessThan(APART_US_MAX);
    }

    /// FFmpeg has nothing to say against the pictures.
    private void assertDecodes(Recording played, String format) throws Exception {
        Path file = directory.resolve("pictures." + format);
        Files.write(file, annexB(played));
        Process ffmpeg =
                new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-f",
                                format,
                                "-i",
                                file.toString(),
                                "-f",
                                "null",
                                "-")
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(ffmpeg.waitFor()).isZero();
    }

    private static byte[] annexB(Recording played) throws Exception {
        var out = new ByteWriter();
        for (Codec codec : played.codecs()) {
            List<byte[]> sets =
                    switch (codec) {
                        case H264Config config ->
                                Stream.concat(config.sps().stream(), config.pps().stream())
                                        .toList();
                        case HevcConfig config -> config.nalUnits();
                        default -> List.of();
                    };
            sets.forEach(set -> out.u32(1).bytes(set));
        }
        for (Frame frame : video(played)) {
            var in = new ByteReader(frame.payload());
            while (in.hasRemaining()) {
                out.u32(1).bytes(in.bytes(in.i32()));
            }
        }
        return out.toByteArray();
    }
}
