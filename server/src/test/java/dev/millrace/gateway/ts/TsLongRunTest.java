package dev.millrace.gateway.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.channel.Publication;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.LongRun;
import dev.millrace.testing.Rendering;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("Pain 15: a transport stream over 49.7 days, which wraps 45 times")
final class TsLongRunTest {
    private static final long WRAP_MS = LongRun.ENDS.get(2).toMillis();

    @TempDir private Path folder;

    private final TsReader reader = new TsReader();
    private final Deque<Long> expectedUs = new ArrayDeque<>();

    /// What a viewer has who was there when 33 bits ended for the first time.
    private final ByteArrayOutputStream aroundTheWrap = new ByteArrayOutputStream();

    private long framesSeen;

    @Test
    void everyFrameHasItsTime() throws Exception {
        try (var run = new LongRun();
                var viewer = new Rendering<>(run.channel(), TsFormat.WIRE, _ -> {})) {
            Publication to = run.publication();
            to.configure(run.videoConfig());
            to.configure(run.audioConfig());
            run.run(ms -> {
                write(to, FrameHeader.video(ms * 1000, 0, true, LongRun.picture().length));
                write(to, FrameHeader.audio(ms * 1000 + 10_000, LongRun.sound().length));
                byte[] bytes = viewer.take();
                read(bytes);
                if (Math.abs(ms - WRAP_MS) < 5_000) {
                    aroundTheWrap.writeBytes(bytes);
                }
            });
        }
        assertThat(framesSeen).isGreaterThan(900_000);
        assertThat(reader.counters().continuityErrors()).isZero();
        assertThat(reader.counters().droppedUnits()).isZero();
        expectSteadyForFfmpeg();
    }

    private void write(Publication to, FrameHeader header) {
        boolean video = header.kind() == TrackKind.VIDEO;
        to.write(header, ByteBuffer.wrap(video ? LongRun.picture() : LongRun.sound()));
        expectedUs.add(header.dtsUs());
    }

    private void read(byte[] bytes) {
        try {
            reader.read(bytes, 0, bytes.length, this::see);
        } catch (OverLimit e) {
            throw new AssertionError(e);
        }
    }

    private void see(TsItem item) {
        if (item instanceof TsItem.Media(Frame frame)) {
            framesSeen++;
            FrameHeader header = frame.header();
            long us = header.dtsUs() - TsReader.START_US;
            // 90 kHz do not divide a millisecond's microseconds evenly after a wrap.
            boolean known = expectedUs.removeIf(expected -> Math.abs(expected - us) <= 6);
            if (!known || header.ctsUs() != 0 || expectedUs.size() > 4) {
                throw new AssertionError(header + " instead of one of " + expectedUs);
            }
        }
    }

    private void expectSteadyForFfmpeg() throws IOException {
        Path file = Files.write(folder.resolve("wrap.ts"), aroundTheWrap.toByteArray());
        // FFmpeg tells of a packet of a transport stream for its program, too.
        List<Long> times = LongRun.videoTimes(file).stream().distinct().toList();
        assertThat(times).hasSizeGreaterThan(200);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo(3_600);
        }
    }
}
