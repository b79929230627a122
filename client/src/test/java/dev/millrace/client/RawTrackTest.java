package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.ts.RawReader.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What FFmpeg encodes, without a container around it.
@Tag("slow")
class RawTrackTest {
    private static final int FRAME_US = 40_000;

    @TempDir Path directory;

    /// Keeps what it is given.
    private static final class Kept implements MediaSink {
        final List<Codec> codecs = new ArrayList<>();
        final List<Frame> frames = new ArrayList<>();

        @Override
        public void configure(Codec codec) {
            codecs.add(codec);
        }

        @Override
        public void send(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void close() {}
    }

    private byte[] encoded(String name, String... options) throws Exception {
        Path file = directory.resolve(name);
        ffmpeg(options, file);
        return Files.readAllBytes(file);
    }

    /// @return what it complains of
    private String ffmpeg(String[] options, Path file) throws Exception {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ffmpeg.waitFor()).as(said).isZero();
        return said;
    }

    private byte[] h264() throws Exception {
        return encoded(
                "raw.h264",
                ("-f lavfi -i testsrc=size=160x90:rate=25:duration=2 -c:v libx264 -bf 0 -g 25"
                                + " -bsf:v h264_metadata=aud=insert -f h264")
                        .split(" "));
    }

    private byte[] aac() throws Exception {
        return encoded(
                "raw.aac",
                "-f lavfi -i sine=440:sample_rate=44100:duration=2 -c:a aac -f adts".split(" "));
    }

    /// The pictures of a stream in which a delimiter stands before each.
    private static List<byte[]> pictures(byte[] stream, byte[] delimiter) {
        var pictures = new ArrayList<byte[]>();
        int from = 0;
        for (int at = 1; at <= stream.length; at++) {
            if (at == stream.length || begins(stream, at, delimiter)) {
                pictures.add(Arrays.copyOfRange(stream, from, at));
                from = at;
            }
        }
        return pictures;
    }

    /// The frames of a stream, by the lengths in their headers.
    private static List<byte[]> frames(byte[] adts) {
        var frames = new ArrayList<byte[]>();
        for (int at = 0; at < adts.length; at += frames.getLast().length) {
            int length =
                    (adts[at + 3] & 3) << 11
                            | (adts[at + 4] & 255) << 3
                            | (adts[at + 5] & 255) >> 5;
            frames.add(Arrays.copyOfRange(adts, at, at + length));
        }
        return frames;
    }

    private static long soundUs(int frame) {
        return MediaTime.samplesToUs(frame * 1024L, 44_100);
    }

    private static boolean begins(byte[] stream, int at, byte[] what) {
        return at + what.length <= stream.length
                && Arrays.equals(stream, at, at + what.length, what, 0, what.length);
    }

    @Test
    void whatEncodersMakePlays() throws Exception {
        Path file = directory.resolve("out.flv");
        List<byte[]> pictures = pictures(h264(), new byte[] {0, 0, 0, 1, 9});
        assertThat(pictures).hasSize(50);
        try (var flv = new FlvFileWriter(file)) {
            var video = new RawTrack(Format.H264, flv);
            var audio = new RawTrack(Format.AAC, flv);
            List<byte[]> sounds = frames(aac());
            int heard = 0;
            for (int i = 0; i < 50; i++) {
                video.write(pictures.get(i), (long) i * FRAME_US);
                for (; heard < sounds.size() && soundUs(heard) < (i + 1L) * FRAME_US; heard++) {
                    audio.write(sounds.get(heard), soundUs(heard));
                }
            }
            assertThat(video.dropped()).isZero();
            assertThat(audio.dropped()).isZero();
        }
        String[] decode = {
            "-xerror", "-i", file.toString(), "-fps_mode", "passthrough", "-f", "framemd5"
        };
        Path decoded = directory.resolve("decoded");
        assertThat(ffmpeg(decode, decoded)).isEmpty();
        assertThat(Files.readAllLines(decoded).stream().filter(line -> line.startsWith("0,")))
                .hasSize(50);
        assertThat(Files.readAllLines(decoded).stream().filter(line -> line.startsWith("1,")))
                .hasSizeGreaterThan(85); // 1024 samples each
    }

    @Test
    void hevcIsReadAsWell() throws Exception {
        byte[] stream =
                encoded(
                        "raw.hevc",
                        ("-f lavfi -i testsrc=size=160x90:rate=25:duration=1 -c:v libx265"
                                        + " -x265-params log-level=error:bframes=0"
                                        + " -bsf:v hevc_metadata=aud=insert -f hevc")
                                .split(" "));
        var kept = new Kept();
        var video = new RawTrack(Format.HEVC, kept);
        List<byte[]> pictures = pictures(stream, new byte[] {0, 0, 0, 1, 0x46, 1});
        for (int i = 0; i < pictures.size(); i++) {
            video.write(pictures.get(i), (long) i * FRAME_US);
        }
        assertThat(kept.codecs)
                .singleElement()
                .isInstanceOfSatisfying(
                        HevcConfig.class,
                        hevc -> assertThat(hevc.width() + "x" + hevc.height()).isEqualTo("160x90"));
        assertThat(kept.frames).hasSize(25);
        assertThat(kept.frames.getFirst().header().key()).isTrue();
        assertThat(video.dropped()).isZero();
    }

    /// Frames of sound come in any pieces, and have the times of their first samples.
    @Test
    void soundComesInAnyPieces() throws Exception {
        var whole = new Kept();
        new RawTrack(Format.AAC, whole).write(aac(), 0);
        var pieces = new Kept();
        var audio = new RawTrack(Format.AAC, pieces);
        byte[] sound = aac();
        for (int at = 0; at < sound.length; at += 100) {
            audio.write(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + 100)), 0);
        }
        assertThat(payloads(pieces)).isEqualTo(payloads(whole));
        assertThat(whole.codecs).singleElement().isInstanceOf(AacConfig.class);
        assertThat(whole.frames.get(1).header().dtsUs()).isEqualTo(soundUs(1));
    }

    private static List<String> payloads(Kept kept) {
        return kept.frames.stream().map(frame -> Arrays.toString(frame.payload())).toList();
    }

    @Test
    void whatCannotBeDecodedIsCountedAndLeftOut() throws IOException {
        var kept = new Kept();
        var video = new RawTrack(Format.H264, kept);
        video.write(new byte[] {0, 0, 0, 1, 0x65, 1, 2, 3}, 0); // no parameter sets came
        video.write(new byte[] {1, 2, 3}, 0);
        video.write(new byte[0], 0);
        var audio = new RawTrack(Format.AAC, kept);
        audio.write(new byte[100], 0);
        assertThat(kept.frames).isEmpty();
        assertThat(kept.codecs).doesNotHaveAnyElementsOfTypes(H264Config.class);
        assertThat(video.dropped()).isEqualTo(3);
        assertThat(audio.dropped()).isEqualTo(1);
    }
}
