package dev.millrace.gateway.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Publication;
import dev.millrace.channel.WireFormat;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.LongRun;
import dev.millrace.testing.Rendering;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("Pain 15: HTTP-FLV of a channel that has run for 49.7 days")
final class FlvLongRunTest {
    private static final WireFormat<FlvStart> WIRE =
            new WireFormat<>("flv", false, FlvPackager::new);

    /// Of 24 bits of milliseconds, of 31 and of 32.
    private static final List<Duration> ENDS =
            List.of(LongRun.ENDS.get(0), LongRun.ENDS.get(3), LongRun.ENDS.get(4));

    private static final long AROUND_MS = 5_000;

    @TempDir private Path folder;

    private final FlvReader reader = new FlvReader();
    private final List<FlvTag> tags = new ArrayList<>();

    /// What viewers have who came shortly before each end and left after it.
    private final List<ByteArrayOutputStream> late = new ArrayList<>();

    private Optional<FlvStart> start = Optional.empty();

    @Test
    void everyTagHasItsTime() throws Exception {
        try (var run = new LongRun();
                var viewer = new Rendering<>(run.channel(), WIRE, this::start)) {
            Publication to = run.publication();
            to.configure(run.videoConfig());
            to.configure(run.audioConfig());
            run.run(ms -> {
                write(to, FrameHeader.video(ms * 1000, 0, true, LongRun.picture().length));
                write(to, FrameHeader.audio(ms * 1000 + 10_000, LongRun.sound().length));
                byte[] bytes = viewer.take();
                expect(bytes, ms);
                keepAround(ms, bytes);
            });
            assertThat(to.stats().repairs().total()).isZero();
        }
        assertThat(late).hasSameSizeAs(ENDS);
        for (ByteArrayOutputStream flv : late) {
            expectSteadyForFfmpeg(flv.toByteArray());
        }
    }

    private void keepAround(long ms, byte[] bytes) {
        for (Duration end : ENDS) {
            if (Math.abs(ms - end.toMillis()) > AROUND_MS) {
                continue;
            }
            if (late.size() == ENDS.indexOf(end)) {
                late.add(new ByteArrayOutputStream());
                late.getLast().writeBytes(bytes(start.orElseThrow().prelude(true)));
            }
            late.getLast().writeBytes(bytes);
        }
    }

    private void start(FlvStart newest) {
        start = Optional.of(newest);
    }

    private static void write(Publication to, FrameHeader header) {
        to.write(
                header,
                ByteBuffer.wrap(
                        header.kind() == TrackKind.VIDEO ? LongRun.picture() : LongRun.sound()));
    }

    private void expect(byte[] bytes, long ms) {
        tags.clear();
        try {
            if (reader.fileHeader().isEmpty()) {
                byte[] prelude = bytes(start.orElseThrow().prelude(true));
                reader.read(prelude, 0, prelude.length, _ -> {});
            }
            reader.read(bytes, 0, bytes.length, tags::add);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        assertThat(tags).hasSize(2);
        if (tags.get(0).timestampMs() != (ms & 0xFFFF_FFFFL)
                || tags.get(1).timestampMs() != (ms + 10 & 0xFFFF_FFFFL)) {
            throw new AssertionError("%s and %s at %d ms".formatted(tags.get(0), tags.get(1), ms));
        }
    }

    /// FFmpeg sees one frame after the other, all within the ten seconds that they are.
    private void expectSteadyForFfmpeg(byte[] flv) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "late", ".flv"), flv);
        List<Long> times = LongRun.videoTimes(file);
        assertThat(times).hasSizeGreaterThan(200);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo(40);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
