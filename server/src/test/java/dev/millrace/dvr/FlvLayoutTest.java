package dev.millrace.dvr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.dvr.FlvLayout.Segment;
import dev.millrace.flv.FlvIndex;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.Mp4Item;
import dev.millrace.mp4.Mp4Reader;
import dev.millrace.testing.SampleCodecs;
import dev.millrace.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files as the recorder writes them: a picture each 100 ms, a key frame each second, and sound.
class FlvLayoutTest {
    private static final AacConfig CD = AacConfig.of(44_100, 2);
    private static final AacConfig DAT = AacConfig.of(48_000, 2);
    private static final int STEP_MS = 100;

    /// The header of an MP3 frame, and silence: nothing else looks at it.
    private static final byte[] PAYLOAD =
            Arrays.copyOf(new byte[] {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, 0}, 200);

    /// Of a file: its header, and of its index what is about this one.
    private static final int BEGINNING_BYTES = 1_000;

    @TempDir private Path folder;

    /// What is recorded between two times.
    private record Scene(int fromMs, int toMs, List<Codec> codecs) {
        static Scene of(int fromMs, int toMs, Codec... codecs) {
            return new Scene(fromMs, toMs, List.of(codecs));
        }
    }

    @Test
    void segmentsFollowEachOtherAndHaveEveryFrame() throws Exception {
        Path file = record(Scene.of(0, 10_000, SampleCodecs.HEVC, CD));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.segments())
                .extracting(Segment::startMs)
                .containsExactly(0L, 4_000L, 8_000L);
        assertThat(layout.segments().getLast().endMs()).isEqualTo(10_000);
        assertThat(layout.isIndependent()).isTrue();
        assertThat(times(file, layout, TrackKind.VIDEO)).isEqualTo(steps(0, 10_000));
        assertThat(times(file, layout, TrackKind.AUDIO)).isEqualTo(steps(0, 10_000));
    }

    @Test
    void aFileWithoutIndexIsLookedThrough() throws Exception {
        Path file =
                record(
                        Scene.of(0, 6_000, SampleCodecs.HEVC, CD),
                        Scene.of(6_000, 12_000, SampleCodecs.AV1, CD));
        FlvLayout told = FlvLayout.of(file);
        Files.write(file, withoutIndex(Files.readAllBytes(file)));
        assertThat(FlvLayout.of(file)).isEqualTo(told);
    }

    @Test
    void anIndexOfAnotherFileIsNotBelieved() throws Exception {
        Path file = record(Scene.of(0, 10_000, SampleCodecs.HEVC, CD));
        byte[] whole = Files.readAllBytes(file);
        Segment second = FlvLayout.of(file).segments().get(1);
        Files.write(file, Arrays.copyOf(whole, (int) second.endPosition() - 1));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.segments()).hasSize(2);
        List<Long> pictures = times(file, layout, TrackKind.VIDEO);
        assertThat(pictures).startsWith(0L).doesNotHaveDuplicates().hasSizeBetween(79, 80);
    }

    @Test
    void whoPublishesAgainWithTheSameChangesNothing() throws Exception {
        Path file = record(Scene.of(0, 5_000, SampleCodecs.HEVC, CD));
        resume(file, Scene.of(5_000, 10_000, SampleCodecs.HEVC, CD));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.stretches()).hasSize(1);
        assertThat(times(file, layout, TrackKind.VIDEO)).hasSize(100);
    }

    @Test
    void bothMayChangeAtOnce() throws Exception {
        Path file =
                record(
                        Scene.of(0, 5_000, SampleCodecs.HEVC, CD),
                        Scene.of(5_000, 10_000, SampleCodecs.AV1, DAT));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.stretches())
                .extracting(FlvLayout.Stretch::codecs)
                .map(List::copyOf)
                .hasSize(2)
                .allMatch(codecs -> codecs.size() == 2);
        assertThat(layout.stretches().getLast().codecs()).contains(SampleCodecs.AV1, DAT);
        assertThat(layout.isIndependent()).isTrue();
        assertThat(times(file, layout, TrackKind.VIDEO)).isEqualTo(steps(0, 10_000));
        assertThat(times(file, layout, TrackKind.AUDIO)).isEqualTo(steps(0, 10_000));
    }

    /// Between key frames: no frame is lost for that.
    @Test
    void soundMayChangeAlone() throws Exception {
        Path file =
                record(
                        Scene.of(0, 5_500, SampleCodecs.HEVC, CD),
                        Scene.of(5_500, 10_000, SampleCodecs.HEVC, DAT));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.stretches()).hasSize(2);
        assertThat(layout.stretches().getLast().timeMs()).isEqualTo(5_500);
        assertThat(layout.isIndependent()).isFalse();
        assertThat(times(file, layout, TrackKind.VIDEO)).isEqualTo(steps(0, 10_000));
        assertThat(times(file, layout, TrackKind.AUDIO)).isEqualTo(steps(0, 10_000));
    }

    @Test
    void aTrackThatBeginsLateIsAChange() throws Exception {
        Path file =
                record(
                        Scene.of(0, 8_000, SampleCodecs.HEVC),
                        Scene.of(8_000, 12_000, SampleCodecs.HEVC, CD));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.stretches()).extracting(it -> it.codecs().size()).containsExactly(1, 2);
        assertThat(times(file, layout, TrackKind.VIDEO)).isEqualTo(steps(0, 12_000));
        assertThat(times(file, layout, TrackKind.AUDIO)).isEqualTo(steps(8_000, 12_000));
    }

    /// The frames of MP3 say what they are, and no tag of its own.
    @Test
    void soundAloneIsCutByTime() throws Exception {
        Path file = record(Scene.of(0, 10_000, new Mp3Config(44_100, 2)));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(layout.segments()).extracting(Segment::durationUs).first().isEqualTo(4_000_000L);
        assertThat(layout.segments()).hasSize(3);
        assertThat(times(file, layout, TrackKind.AUDIO)).isEqualTo(steps(0, 10_000));
    }

    @Test
    void whatMp4HasNoPlaceForIsLeftOut() throws Exception {
        var speex = new OpaqueConfig(TrackKind.AUDIO, 11, "Speex");
        assertThat(FlvLayout.of(record(Scene.of(0, 6_000, speex))).segments()).isEmpty();
        Path file = record(Scene.of(0, 6_000, SampleCodecs.HEVC, speex));
        FlvLayout layout = FlvLayout.of(file);
        assertThat(times(file, layout, TrackKind.VIDEO)).isEqualTo(steps(0, 6_000));
        assertThat(times(file, layout, TrackKind.AUDIO)).isEmpty();
    }

    /// Whatever is in a file, it is refused or read, and no more than it has comes of it.
    @Test
    void brokenFilesAreReadOrRefused() throws Exception {
        Path file =
                record(
                        Scene.of(0, 5_000, SampleCodecs.HEVC, CD),
                        Scene.of(5_000, 9_000, SampleCodecs.AV1, DAT));
        byte[] whole = Files.readAllBytes(file);
        Seeds.forEach(
                150,
                random -> {
                    byte[] bytes = whole.clone();
                    for (int i = random.nextInt(1, 40); i > 0; i--) {
                        int limit = random.nextBoolean() ? BEGINNING_BYTES : bytes.length;
                        bytes[random.nextInt(limit)] = (byte) random.nextInt();
                    }
                    Files.write(file, bytes);
                    try {
                        FlvLayout layout = FlvLayout.of(file);
                        for (int i = 0; i < layout.segments().size(); i++) {
                            assertThat(layout.segments().get(i).durationUs()).isNotNegative();
                            assertThat(bytes(file, layout, i)).isLessThan(2L * whole.length);
                        }
                    } catch (IOException e) {
                        assertThat(e).hasMessageMatching(".*(no FLV|index|bytes at).*");
                    }
                });
    }

    private Path record(Scene... scenes) throws IOException {
        Path file = folder.resolve(System.nanoTime() + ".flv");
        try (PartFile part = PartFile.create(file, Disk.REAL)) {
            write(FlvFile.begin(part, Optional.empty(), FlvIndex.KEYS_MAX), scenes);
            return part.done();
        }
    }

    private void resume(Path file, Scene... scenes) throws IOException {
        Path left = Files.move(file, folder.resolve(file.getFileName() + PartFile.ENDING));
        try (PartFile part = PartFile.open(left, Disk.REAL)) {
            write(FlvFile.resume(part), scenes);
            part.done();
        }
    }

    private static void write(FlvFile flv, Scene... scenes) throws IOException {
        for (Scene scene : scenes) {
            for (int ms = scene.fromMs; ms < scene.toMs; ms += STEP_MS) {
                for (Codec codec : scene.codecs) {
                    flv.write(codec, frame(codec.kind(), ms), new ByteWriter().bytes(PAYLOAD));
                }
            }
        }
        flv.finish();
    }

    private static FrameHeader frame(TrackKind kind, int ms) {
        return kind == TrackKind.VIDEO
                ? FrameHeader.video(ms * 1_000L, 0, ms % 1_000 == 0, PAYLOAD.length)
                : FrameHeader.audio(ms * 1_000L, PAYLOAD.length);
    }

    private static List<Long> steps(long fromMs, long toMs) {
        var steps = new ArrayList<Long>();
        for (long ms = fromMs; ms < toMs; ms += STEP_MS) {
            steps.add(ms);
        }
        return steps;
    }

    /// Its first tag is a message that nobody knows.
    private static byte[] withoutIndex(byte[] file) {
        byte[] other = file.clone();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        other[text.indexOf("onMetaData")] = 'x';
        return other;
    }

    /// When frames of all segments are, in milliseconds.
    private static List<Long> times(Path file, FlvLayout layout, TrackKind kind)
            throws IOException, ProtocolException {
        var times = new ArrayList<Long>();
        for (int i = 0; i < layout.segments().size(); i++) {
            var reader = new Mp4Reader();
            byte[] head = layout.head(layout.segments().get(i).stretch());
            read(reader, head, kind, times);
            try (FlvFragments fragments = FlvFragments.open(file, layout, i)) {
                for (var it = fragments.next(); it.isPresent(); it = fragments.next()) {
                    read(reader, it.get(), kind, times);
                }
            }
        }
        return times;
    }

    private static void read(Mp4Reader reader, byte[] bytes, TrackKind kind, List<Long> times)
            throws ProtocolException {
        reader.read(
                bytes,
                0,
                bytes.length,
                item -> {
                    if (item instanceof Mp4Item.Media(Frame frame)
                            && frame.header().kind() == kind) {
                        times.add(Math.round(frame.header().dtsUs() / 1_000.0));
                    }
                });
    }

    private static long bytes(Path file, FlvLayout layout, int segment) throws IOException {
        long bytes = 0;
        try (FlvFragments fragments = FlvFragments.open(file, layout, segment)) {
            for (var it = fragments.next(); it.isPresent(); it = fragments.next()) {
                bytes += it.get().length;
            }
        }
        return bytes;
    }
}
