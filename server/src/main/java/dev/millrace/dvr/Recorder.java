package dev.millrace.dvr;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Subscription;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvIndex;
import dev.millrace.media.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One publication being written to files, on a thread of its own. It reads the channel as any
/// viewer does: if the disk is too slow, groups of pictures are missing in the file, and nobody
/// waits.
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /// In an index: most of an hour of one key frame a second; then every second one is in it.
    private static final int KEYS_OF_SESSION = FlvIndex.KEYS_MAX;

    /// A segment has one a second, or not all are in its index.
    private static final int KEYS_OF_SEGMENT_MIN = 64;

    private static final Duration MISSED_SAID = Duration.ofSeconds(10);

    private final Channel channel;
    private final int epoch;
    private final Subscription frames;
    private final DvrSettings settings;
    private final Desk desk;
    private final Instant since;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    // Written by the recorder's thread.
    private volatile @Nullable Open open;
    private volatile long bytes;
    private volatile Duration duration = Duration.ZERO;
    private final AtomicLong missed = new AtomicLong();
    private volatile @Nullable String failure;
    private boolean isOurs;
    private boolean wantsNext;
    private final ByteWriter payload = new ByteWriter(64 << 10);
    private long missedSaidAtNs;

    /// What all recorders share.
    ///
    /// @param mended opens when what a crash has left behind is finished
    /// @param broken files that the disk did not let anybody finish; each says whether it is done
    ///   now
    record Desk(
            RecordingFolder folder,
            Clock clock,
            CountDownLatch mended,
            Queue<BooleanSupplier> broken,
            Consumer<Recorded> listener) {}

    /// A file that is being written.
    private record Open(PartFile part, RecordingFile file, long beginsAtUs, String path) {}

    private Recorder(
            Channel channel, int epoch, Subscription frames, DvrSettings settings, Desk desk) {
        this.channel = channel;
        this.epoch = epoch;
        this.frames = frames;
        this.settings = settings;
        this.desk = desk;
        this.since = desk.clock().instant();
    }

    /// Begins to record a publication.
    ///
    /// @param epoch its number
    /// @param frames where to begin
    static Recorder start(
            Channel channel, int epoch, Subscription frames, DvrSettings settings, Desk desk) {
        var recorder = new Recorder(channel, epoch, frames, settings, desk);
        Thread.ofPlatform().daemon().name("record " + channel.name()).start(recorder::run);
        return recorder;
    }

    /// Ends the file with what is there of it, soon.
    void stop() {
        stop.countDown();
        frames.close();
    }

    boolean isStopping() {
        return stop.getCount() == 0;
    }

    boolean isOver() {
        return done.getCount() == 0;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /// Waits until its file is done.
    boolean await(Duration atMost) throws InterruptedException {
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    DvrStatus status() {
        Open now = open;
        DvrStatus.State state =
                failure != null
                        ? DvrStatus.State.FAILED
                        : isOver() ? DvrStatus.State.ENDED : DvrStatus.State.RECORDING;
        return new DvrStatus(
                channel.name(),
                state,
                settings,
                Optional.ofNullable(now).map(Open::path),
                since,
                duration,
                bytes,
                missed.get(),
                Optional.ofNullable(failure));
    }

    private void run() {
        try {
            if (settings.plan() == DvrSettings.Plan.APPEND) {
                desk.mended.await();
            }
            while (!isStopping() && take(frames.poll())) {
                // One step after the other.
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            fail(e);
        } finally {
            frames.close();
            done.countDown();
        }
    }

    /// @return whether there is more to come
    private boolean take(Subscription.Step step) throws IOException, InterruptedException {
        return switch (step) {
            case Subscription.Step.GroupOpened(Group group, long lost) -> begin(group, lost);
            case Subscription.Step.FrameOpened _ -> {
                payload.clear();
                yield true;
            }
            case Subscription.Step.Payload(var some) -> {
                payload.bytes(some);
                yield true;
            }
            case Subscription.Step.FrameClosed(GroupFrame frame) -> {
                write(frame);
                yield true;
            }
            case Subscription.Step.GroupClosed _ -> true;
            case Subscription.Step.Nothing _ -> rest();
            case Subscription.Step.Unpublished _ -> !isOurs;
            case Subscription.Step.Ended _ -> false;
        };
    }

    /// Everything is read: what is there is written, and it waits for more.
    private boolean rest() throws IOException, InterruptedException {
        Open now = open;
        if (now != null) {
            now.file.flush();
            bytes = now.file.bytes();
            desk.folder.requireRoom();
            if (stop.await(gatheredMs(now.file), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        frames.await();
        return true;
    }

    /// To be woken for each frame, and to write it alone, costs several times as much. A channel
    /// that keeps little must not lose it meanwhile.
    private long gatheredMs(RecordingFile file) {
        return Math.min(file.gathered().toMillis(), channel.settings().window().toMillis() / 4);
    }

    private boolean begin(Group group, long lost) throws IOException {
        if (group.epoch() > epoch) {
            return false;
        }
        isOurs = group.epoch() == epoch;
        if (!isOurs) {
            return true;
        }
        if (lost > 0) {
            missed.addAndGet(lost);
            sayMissed();
        }
        desk.folder.requireRoom();
        Open now = open;
        if (!group.independent()) {
            return true;
        }
        if (now != null && (isLongEnough(now, group) || !takesAll(now, group))) {
            end();
            now = null;
        }
        if (now == null) {
            open = open(group);
            wantsNext = false;
        }
        return true;
    }

    private boolean isLongEnough(Open now, Group group) {
        long us = group.startDtsUs() - now.beginsAtUs;
        return settings.plan() == DvrSettings.Plan.SEGMENT
                && us >= settings.duration().toNanos() / 1_000;
    }

    private boolean takesAll(Open now, Group group) {
        return !wantsNext
                && group.catalog().tracks().stream()
                        .map(track -> (Codec) track.config())
                        .filter(this::isRecorded)
                        .allMatch(now.file::takes);
    }

    private void sayMissed() {
        long nowNs = System.nanoTime();
        if (missedSaidAtNs == 0 || nowNs - missedSaidAtNs > MISSED_SAID.toNanos()) {
            missedSaidAtNs = nowNs;
            LOG.warn(
                    "the disk is too slow for {}: {} groups of pictures are missing in its"
                            + " recording",
                    channel.name(),
                    missed.get());
        }
    }

    private Open open(Group group) throws IOException {
        Instant now = desk.clock.instant();
        if (settings.plan() == DvrSettings.Plan.APPEND) {
            Optional<PartFile> before = desk.folder.reopen(settings, channel.name(), now);
            Optional<Open> resumed =
                    before.isPresent() ? resume(before.get(), group) : Optional.empty();
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        PartFile part = desk.folder.create(settings, channel.name(), now);
        try {
            return opened(part, file(part, group), group);
        } catch (IOException | RuntimeException e) {
            part.discard();
            throw e;
        }
    }

    /// What cannot be gone on with stays as it was.
    private Optional<Open> resume(PartFile part, Group group) throws IOException {
        Optional<? extends RecordingFile> file;
        try {
            file =
                    switch (settings.format()) {
                        case FLV -> Optional.of(FlvFile.resume(part));
                        case MP4 -> Mp4File.resume(part, codecs(group));
                    };
        } catch (IOException e) {
            LOG.warn("a new file begins for {}: {}", channel.name(), e.getMessage());
            file = Optional.empty();
        }
        if (file.isEmpty()) {
            part.done();
            return Optional.empty();
        }
        return Optional.of(opened(part, file.get(), group));
    }

    private Open opened(PartFile part, RecordingFile file, Group group) {
        String path = desk.folder.relative(part.file());
        LOG.info("{} is recorded to {}", channel.name(), path);
        return new Open(part, file, group.startDtsUs(), path);
    }

    private RecordingFile file(PartFile part, Group group) throws IOException {
        int keys = keysMax();
        return switch (settings.format()) {
            case FLV -> FlvFile.begin(part, group.catalog().metadata(), keys);
            case MP4 -> {
                List<Codec> codecs = codecs(group);
                if (codecs.isEmpty()) {
                    throw new IOException(
                            "it has nothing that MP4 has a place for (dvr.format: flv has)");
                }
                yield Mp4File.begin(part, codecs, keys);
            }
        };
    }

    private int keysMax() {
        long seconds = settings.duration().toSeconds();
        return settings.plan() == DvrSettings.Plan.SEGMENT
                ? Math.clamp(2 * seconds, KEYS_OF_SEGMENT_MIN, KEYS_OF_SESSION)
                : KEYS_OF_SESSION;
    }

    private List<Codec> codecs(Group group) {
        return group.catalog().tracks().stream()
                .map(Track::config)
                .map(Codec.class::cast)
                .filter(this::isRecorded)
                .toList();
    }

    private boolean isRecorded(Codec codec) {
        return settings.format() == DvrSettings.Format.FLV || Mp4File.hasPlaceFor(codec);
    }

    private void write(GroupFrame frame) throws IOException {
        Open now = open;
        Codec codec = (Codec) frame.track().config();
        if (!isOurs || now == null || frame.torn() || !isRecorded(codec)) {
            return;
        }
        if (!now.file.takes(codec)) {
            wantsNext = true; // at the next key frame
            return;
        }
        now.file.write(codec, frame.header(), payload);
        bytes = now.file.bytes();
        duration = now.file.duration();
    }

    private void end() throws IOException {
        Open now = open;
        if (now == null) {
            return;
        }
        if (now.file.duration().isZero()) {
            open = null;
            now.part.discard();
            return;
        }
        now.file.finish();
        duration = now.file.duration();
        Path file = now.part.done();
        open = null;
        tell(file, duration, now.part.bytes());
    }

    private void tell(Path file, Duration length, long size) {
        Path path = desk.folder.path().relativize(file);
        LOG.info("{} is done: {} s, {} KB", path, length.toMillis() / 1e3, size >> 10);
        try {
            desk.listener.accept(
                    new Recorded(channel.name(), desk.folder.path(), path, length, size));
        } catch (RuntimeException e) {
            LOG.error("who is told of {} failed", path, e);
        }
    }

    private void fail(Exception why) {
        failure = why instanceof IOException ? reason(why) : why.toString();
        LOG.warn("{} is not recorded any more: {}", channel.name(), failure);
        Open now = open;
        if (now != null && !mend(now)) {
            desk.broken().add(() -> mend(now));
        }
    }

    /// What is there is kept: a full disk has room for an index that has its place already.
    ///
    /// @return whether that is done
    private boolean mend(Open it) {
        try {
            it.part.close();
            Optional<Path> file = desk.folder.mend(it.part.part());
            if (file.isPresent()) {
                tell(file.get(), it.file.duration(), Files.size(file.get()));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be finished yet: {}", it.path, e.getMessage());
            return false;
        }
    }

    private static String reason(Exception why) {
        String message = why.getMessage();
        return message == null ? why.getClass().getSimpleName() : message;
    }
}
