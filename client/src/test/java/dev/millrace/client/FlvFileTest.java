package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.codec.AacConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlvFileTest {
    private static final Recording CARD = Recording.ofTestCard(2);

    @TempDir Path directory;

    @Test
    void whatIsWrittenIsRead() throws Exception {
        try (var reader = new FlvFileReader(written(CARD))) {
            Recording read = Recording.of(reader);
            assertThat(read.codecs()).isEqualTo(CARD.codecs());
            assertThat(read.lines()).isEqualTo(CARD.lines());
        }
    }

    @Test
    void theFileSaysWhatItHoldsAndHowLongItIs() throws Exception {
        Path file = written(CARD);
        assertThat(Files.readAllBytes(file)[4]).as("audio and video").isEqualTo((byte) 5);
        try (var reader = new FlvFileReader(file)) {
            var metadata = (MediaEvent.Data) reader.next();
            assertThat(metadata.values().get(1).number("duration", 0)).isEqualTo(1.984);
        }
    }

    @Test
    void aFileCutAnywhereIsReadUpToTheLastWholeTag() throws Exception {
        byte[] whole = Files.readAllBytes(written(CARD));
        var random = new Random(1);
        Path file = directory.resolve("cut.flv");
        for (int i = 0; i < 200; i++) {
            int length = random.nextInt(whole.length);
            Files.write(file, Arrays.copyOf(whole, length));
            try (var reader = new FlvFileReader(file)) {
                List<String> read = Recording.of(reader).lines();
                assertThat(read).isEqualTo(CARD.lines().subList(0, read.size()));
                boolean told = reader.next().toString().contains("in the middle");
                assertThat(told || length == 0 || endsWithTag(whole, length))
                        .as("cut at %d", length)
                        .isTrue();
            }
        }
    }

    @Test
    void aFileThatWasNeverClosedCanBeRead() throws Exception {
        Path file = directory.resolve("open.flv");
        try (var writer = new FlvFileWriter(file)) {
            CARD.sendTo(writer);
            try (var reader = new FlvFileReader(file)) {
                assertThat(Recording.of(reader).lines()).isEqualTo(CARD.lines());
            }
        }
    }

    @Test
    void aConfigurationMayChange() throws Exception {
        Path file = directory.resolve("changing.flv");
        List<AacConfig> configs = List.of(AacConfig.of(48_000, 1), AacConfig.of(44_100, 2));
        try (var writer = new FlvFileWriter(file)) {
            for (AacConfig config : configs) {
                writer.configure(config);
                writer.configure(config);
                writer.send(new Frame(FrameHeader.audio(0, 2), new byte[] {1, 2}));
            }
        }
        try (var reader = new FlvFileReader(file)) {
            assertThat(Recording.of(reader).codecs()).isEqualTo(configs);
        }
    }

    @Test
    void whatIsNotFlvIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("not.flv"), "This is a text, not a film.");
        try (var reader = new FlvFileReader(file)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageContaining("FLV");
        }
    }

    @Test
    void aFrameNeedsItsConfiguration() throws Exception {
        try (var writer = new FlvFileWriter(directory.resolve("x.flv"))) {
            assertThatThrownBy(() -> writer.send(CARD.frames().getFirst()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private Path written(Recording recording) throws Exception {
        Path file = directory.resolve("card.flv");
        try (var writer = new FlvFileWriter(file)) {
            recording.sendTo(writer);
        }
        return file;
    }

    /// Whether the tags fill the first `length` bytes exactly, with or without the last size.
    private static boolean endsWithTag(byte[] flv, int length) {
        int at = 9;
        while (at < length - 4) {
            int tag = at + 4;
            int body = ByteBuffer.wrap(flv).getInt(tag) & 0xFF_FFFF;
            at = tag + 11 + body;
        }
        return at == length || at + 4 == length;
    }
}
