package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.client.source.FakePace;
import dev.millrace.client.source.LoopingFile;
import dev.millrace.client.source.MediaSources;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that FFmpeg made of the test card.
@Tag("slow")
class MediaFilesTest {
    private static final Recording CARD = Recording.ofTestCard(2);

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "mp4, ''",
        "mp4, -movflags faststart",
        "mp4, -movflags frag_keyframe+empty_moov",
        "mp4, -movflags cmaf",
        "mov, ''",
        "mpegts, ''"
    })
    void whatFfmpegCopiesIsTheSame(String format, String flags) throws Exception {
        Path file = copied(format, flags);
        try (var source = MediaSources.open(file.toUri().toString(), ClientOptions.DEFAULT)) {
            assertThat(source)
                    .isInstanceOf(
                            format.equals("mpegts") ? TsStreamReader.class : Mp4FileReader.class);
            Recording read = Recording.of(source);
            assertThat(read.codecs()).hasSize(2);
            Copies.assertSame(read.frames(), CARD.frames(), format.equals("mpegts"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-movflags faststart", "-movflags frag_keyframe+empty_moov"})
    void aFileCutAnywhereIsReadUpToThere(String flags) throws Exception {
        byte[] whole = Files.readAllBytes(copied("mp4", flags));
        List<String> lines = lines(directory.resolve("copied"));
        var random = new Random(1);
        Path cut = directory.resolve("cut");
        for (int i = 0; i < 100; i++) {
            int length = random.nextInt(8, whole.length);
            Files.write(cut, Arrays.copyOf(whole, length));
            try {
                assertThat(lines(cut)).isSubsetOf(lines);
            } catch (BrokenStreamException e) {
                assertThat(length).as(e.getMessage()).isLessThan(5_000);
                assertThat(e).hasMessageContaining("moov");
            }
        }
    }

    @Test
    void aRecordingThatWasNotFinishedHasNoHeader() throws Exception {
        byte[] whole = Files.readAllBytes(copied("mp4", ""));
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> MediaSources.openFile(cut))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(
                        "the file has no header (moov); perhaps its recording was not finished");
    }

    @Test
    void samplesMayComeBeforeFragments() throws Exception {
        Path file = copied("mp4", "-movflags frag_keyframe");
        assertThat(lines(file)).hasSameSizeAs(CARD.frames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mpegts", "flv"})
    void everyFormatLoops(String format) throws Exception {
        var pace = new FakePace();
        try (var looping = new LoopingFile(copied(format, ""), pace)) {
            var frames = new ArrayList<Frame>();
            while (frames.size() < 3 * CARD.frames().size()) {
                if (looping.next() instanceof MediaEvent.Media(var frame)) {
                    frames.add(frame);
                }
            }
            for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
                List<Frame> each = Copies.ofKind(frames, kind);
                for (int i = 1; i < each.size(); i++) {
                    long stepUs = each.get(i).header().dtsUs() - each.get(i - 1).header().dtsUs();
                    assertThat(stepUs).as("%s at %d", kind, i).isBetween(15_000L, 90_000L);
                }
            }
        }
        assertThat(pace.waitedNs()).isGreaterThan(5_000_000_000L);
    }

    @Test
    void strangersOpenNoFiles() throws Exception {
        Path file = copied("mp4", "");
        for (String url : List.of(file.toUri().toString(), file.toString(), "FILE://" + file)) {
            assertThatThrownBy(() -> MediaSources.openRemote(url, ClientOptions.DEFAULT))
                    .isInstanceOf(MalformedURLException.class)
                    .hasMessageNotContaining("copied");
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (var source = MediaSources.openFile(file)) {
            return Recording.of(source).lines();
        }
    }

    private Path copied(String format, String flags) throws Exception {
        Path flv = directory.resolve("card.flv");
        try (var writer = new FlvFileWriter(flv)) {
            CARD.sendTo(writer);
        }
        Path copy = directory.resolve("copied");
        Stream<String> command =
                Stream.of(
                                "ffmpeg -v error -y -i card.flv -c copy".split(" ", -1),
                                flags.isEmpty() ? new String[0] : flags.split(" ", -1),
                                new String[] {"-f", format, copy.toString()})
                        .flatMap(Arrays::stream);
        Process ffmpeg =
                new ProcessBuilder(command.toList())
                        .directory(directory.toFile())
                        .inheritIO()
                        .start();
        assertThat(ffmpeg.waitFor()).isZero();
        return copy;
    }
}
