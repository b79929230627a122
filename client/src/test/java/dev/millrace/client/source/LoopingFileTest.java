package dev.millrace.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.FlvFileWriter;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.Recording;
import dev.millrace.codec.AacConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopingFileTest {
    private static final Recording CARD = Recording.ofTestCard(2);

    /// A frame of the card's sound.
    private static final long SOUND_US = 1024 * 1_000_000L / 44_100;

    @TempDir Path directory;

    private final FakePace pace = new FakePace();

    @Test
    void timeGoesOnWithoutAGapOrAnOverlap() throws Exception {
        try (var looping = new LoopingFile(card(CARD), pace)) {
            List<Frame> frames = frames(looping, 3 * CARD.frames().size());
            for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
                List<Long> times =
                        frames.stream()
                                .map(Frame::header)
                                .filter(header -> header.kind() == kind)
                                .map(FrameHeader::dtsUs)
                                .toList();
                for (int i = 1; i < times.size(); i++) {
                    long stepUs = times.get(i) - times.get(i - 1);
                    assertThat(stepUs).as("at %d", i).isBetween(20_000L, 40_000L + SOUND_US);
                }
            }
            assertThat(frames.getFirst().payload())
                    .isEqualTo(frames.get(CARD.frames().size()).payload());
        }
    }

    @Test
    void theFirstFrameComesAtOnceAndOthersWhenTheyAreDue() throws Exception {
        try (var looping = new LoopingFile(card(CARD), pace)) {
            List<Frame> first = frames(looping, 1);
            assertThat(pace.waitedNs()).isZero();
            List<Frame> frames = frames(looping, 2 * CARD.frames().size());
            long playedUs = frames.getLast().header().dtsUs() - first.getFirst().header().dtsUs();
            assertThat(pace.waitedNs()).isEqualTo(playedUs * 1_000);
            assertThat(playedUs).isGreaterThan(3_900_000);
        }
    }

    @Test
    void whoWasHeldUpGoesOnFromThere() throws Exception {
        try (var looping = new LoopingFile(card(CARD), pace)) {
            frames(looping, 10);
            pace.pass(60_000_000_000L);
            long beforeNs = pace.waitedNs();
            List<Frame> frames = frames(looping, 20);
            long playedUs = frames.getLast().header().dtsUs() - frames.getFirst().header().dtsUs();
            assertThat(pace.waitedNs() - beforeNs).isEqualTo(playedUs * 1_000);
        }
    }

    @Test
    void aClockThatIsSetAnewIsFollowed() throws Exception {
        var frames = new ArrayList<Frame>();
        for (long dtsUs : List.of(7_200_000_000L, 7_200_020_000L, 0L, 20_000L)) {
            frames.add(new Frame(FrameHeader.audio(dtsUs, 1), new byte[1]));
        }
        Path file = card(new Recording(List.of(AacConfig.of(48_000, 2)), frames));
        try (var looping = new LoopingFile(file, pace)) {
            assertThat(frames(looping, 6))
                    .extracting(frame -> frame.header().dtsUs() - 7_200_000_000L)
                    .containsExactly(0L, 20_000L, 40_000L, 60_000L, 80_000L, 100_000L);
        }
    }

    @Test
    void configurationsAreToldOnce() throws Exception {
        try (var looping = new LoopingFile(card(CARD), pace)) {
            int codecs = 0;
            for (int i = 0; i < 3 * CARD.frames().size(); i++) {
                codecs += looping.next() instanceof MediaEvent.Configured ? 1 : 0;
            }
            assertThat(codecs).isEqualTo(2);
        }
    }

    @Test
    void oneFrameIsEnough() throws Exception {
        Frame frame = new Frame(FrameHeader.audio(0, 1), new byte[1]);
        Path file = card(new Recording(List.of(AacConfig.of(48_000, 2)), List.of(frame)));
        try (var looping = new LoopingFile(file, pace)) {
            assertThat(frames(looping, 3))
                    .extracting(each -> each.header().dtsUs())
                    .containsExactly(0L, 40_000L, 80_000L);
        }
    }

    @Test
    void aFileWithoutFramesIsAnError() throws Exception {
        Path file = card(new Recording(CARD.codecs(), List.of()));
        try (var looping = new LoopingFile(file, pace)) {
            assertThatThrownBy(() -> frames(looping, 1))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessage("no frames can be read of " + file);
        }
    }

    @Test
    void whatIsNotThereOrNoMediaIsNamed() throws Exception {
        Path missing = directory.resolve("missing.mp4");
        assertThatThrownBy(() -> new LoopingFile(missing, pace))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": no such file");
        Path page = Files.writeString(directory.resolve("film.mp4"), "<!DOCTYPE html><p>");
        assertThatThrownBy(() -> new LoopingFile(page, pace))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(page + " has an HTML page, not FLV, MP4 or MPEG-TS");
        assertThatThrownBy(() -> new LoopingFile(directory, pace))
                .hasMessage(directory + " is a folder, not a file");
    }

    @Test
    void aFileThatIsGoneWhenItsTurnComesIsNamed() throws Exception {
        Path file = card(CARD);
        try (var looping = new LoopingFile(file, pace)) {
            frames(looping, 1);
            Files.delete(file);
            assertThatThrownBy(() -> frames(looping, CARD.frames().size()))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("card.flv");
        }
    }

    @Test
    void whoWaitsCanBeClosed() throws Exception {
        try (var looping = new LoopingFile(card(CARD))) {
            frames(looping, 1);
            Thread.ofVirtual().start(looping::close);
            assertThatThrownBy(() -> frames(looping, 10_000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("closed");
        }
    }

    private static List<Frame> frames(MediaSource source, int count) throws IOException {
        var frames = new ArrayList<Frame>();
        while (frames.size() < count) {
            if (source.next() instanceof MediaEvent.Media(var frame)) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private Path card(Recording recording) throws IOException {
        Path file = directory.resolve("card.flv");
        try (var writer = new FlvFileWriter(file)) {
            recording.sendTo(writer);
        }
        return file;
    }
}
