package dev.millrace.dvr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.Subscription;
import dev.millrace.media.FileName;
import dev.millrace.testing.Ffprobe;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that hangs for a while, or breaks, and a viewer beside the recorder.
class BadDiskTest {
    private static final Duration WINDOW = Duration.ofSeconds(4);

    private final Channels channels =
            new Channels(settings(), new MemoryBudget(256L << 20), System::nanoTime);
    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch mayWrite = new CountDownLatch(1);
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Test
    void theRecorderSkipsAndTheViewerLosesNothing() throws InterruptedException {
        try (Dvr dvr = dvr(this::hang)) {
            dvr.listener(recorded::add);
            var publisher = new TestPublisher(channels, "live/cam");
            publisher.write(Duration.ofSeconds(1));
            var channel = channels.list().iterator().next();
            try (Subscription viewer = channel.subscribeFromOldest()) {
                dvr.tick(System.nanoTime());
                writing.await();
                int seen = 0;
                for (int second = 0; second < 20; second++) {
                    publisher.write(Duration.ofSeconds(1));
                    seen += framesRead(viewer);
                }
                assertThat(seen).isEqualTo(publisher.written().size());
            }
            assertThat(recorded).isEmpty();
            mayWrite.countDown();
            Waiting.until("groups missed", () -> dvr.list().getFirst().missedGroups() > 0);
            publisher.write(Duration.ofSeconds(2));
            publisher.close();
            Waiting.until("a file", () -> !recorded.isEmpty());
            long missed = dvr.list().getFirst().missedGroups();
            assertThat(missed).isBetween(10L, 22L);
            Path file = folder.resolve(recorded.getFirst().file());
            assertThat(Ffprobe.video(file, "packet=flags"))
                    .as("whole groups of a second")
                    .hasSize((int) (23 - missed) * 25);
        }
    }

    @Test
    void whatWasWrittenBeforeTheDiskBrokeIsKeptAndItIsTriedAgain() {
        try (Dvr dvr = dvr(this::refuseIfBroken)) {
            dvr.listener(recorded::add);
            var publisher = new TestPublisher(channels, "live/cam");
            publisher.write(Duration.ofSeconds(1));
            var channel = channels.list().iterator().next();
            try (Subscription viewer = channel.subscribeFromOldest()) {
                long nowNs = System.nanoTime();
                dvr.tick(nowNs);
                Waiting.until("it has written", () -> hasAll(dvr.list().getFirst()));
                isBroken.set(true);
                publisher.write(Duration.ofSeconds(1));
                Waiting.until(
                        "it has failed",
                        () -> dvr.list().getFirst().state() == DvrStatus.State.FAILED);
                assertThat(dvr.list().getFirst().failure()).contains("Input/output error");

                isBroken.set(false);
                dvr.tick(nowNs + Duration.ofSeconds(29).toNanos());
                assertThat(dvr.list().getFirst().state()).isEqualTo(DvrStatus.State.FAILED);
                dvr.tick(nowNs + Duration.ofSeconds(61).toNanos());
                Waiting.until("what there was is kept", () -> recorded.size() == 1);
                publisher.write(Duration.ofSeconds(2));
                assertThat(framesRead(viewer)).isEqualTo(publisher.written().size());
            }
            publisher.close();
            Waiting.until("another file", () -> recorded.size() == 2);
            for (Recorded it : recorded) {
                Path file = folder.resolve(it.file());
                assertThat(Ffprobe.video(file, "packet=flags")).hasSizeGreaterThanOrEqualTo(25);
            }
        }
    }

    private boolean hasAll(DvrStatus it) {
        return it.duration().toMillis() >= 950 && size() == it.bytes();
    }

    private long size() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hang() throws IOException {
        writing.countDown();
        try {
            mayWrite.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void refuseIfBroken() throws IOException {
        if (isBroken.get()) {
            throw new IOException("Input/output error");
        }
    }

    /// Everything that is there.
    private static int framesRead(Subscription viewer) {
        int frames = 0;
        while (true) {
            Subscription.Step step = viewer.poll();
            if (step instanceof Subscription.Step.Nothing) {
                return frames;
            }
            if (step instanceof Subscription.Step.GroupOpened(var _, long missed)) {
                assertThat(missed).isZero();
            }
            frames += step instanceof Subscription.Step.FrameClosed ? 1 : 0;
        }
    }

    private static ChannelSettings settings() {
        return ChannelSettings.DEFAULT.keeping(WINDOW, 64L << 20);
    }

    private Dvr dvr(BeforeWrite before) {
        var settings =
                new DvrSettings(
                        true,
                        DvrSettings.Format.FLV,
                        DvrSettings.Plan.SESSION,
                        Duration.ofSeconds(30),
                        new FileName("[app]/[stream]"));
        return new Dvr(
                channels,
                _ -> settings,
                new RecordingFolder(folder, new BadDisk(before), 0, ZoneOffset.UTC),
                new Retention(Optional.empty(), Optional.empty()),
                Clock.systemUTC());
    }

    @FunctionalInterface
    private interface BeforeWrite {
        void run() throws IOException;
    }

    /// Something happens before each write.
    private record BadDisk(BeforeWrite before) implements Disk {
        @Override
        public SeekableByteChannel open(Path file, Set<? extends OpenOption> options)
                throws IOException {
            return new BadFile(Disk.REAL.open(file, options), before);
        }

        @Override
        public long freeBytes(Path path) throws IOException {
            return Disk.REAL.freeBytes(path);
        }
    }

    private record BadFile(SeekableByteChannel file, BeforeWrite before)
            implements SeekableByteChannel {
        @Override
        public int write(ByteBuffer some) throws IOException {
            before.run();
            return file.write(some);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return file.read(into);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            file.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
