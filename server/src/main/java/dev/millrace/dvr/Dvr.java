package dev.millrace.dvr;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Subscription;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Housekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is recorded: every publication of a channel for which it is set, and what somebody has
/// started. Any thread; nothing here waits for the disk.
public final class Dvr implements Housekeeper.Chore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dvr.class);

    /// Room may come back, and a disk may.
    private static final Duration RETRY = Duration.ofSeconds(30);

    private static final Duration UPKEEP = Duration.ofMinutes(1);
    private static final Duration GOODBYE = Duration.ofMillis(1_500);

    private final Channels channels;
    private final Function<ChannelName, DvrSettings> settings;
    private final RecordingFolder folder;
    private volatile Retention retention;
    private final Clock clock;
    private final Recorder.Desk desk;
    private final AtomicBoolean keeping = new AtomicBoolean();
    private volatile long keptAtNs = System.nanoTime();
    private volatile Consumer<Recorded> listener = _ -> {};

    // Guarded by this.
    private final Map<ChannelName, Watch> watches = new HashMap<>();
    private final List<Recorder> running = new ArrayList<>();
    private boolean closed;

    /// A publication, whether or not it is recorded.
    private static final class Watch {
        final Channel channel;
        final int epoch;
        final DvrSettings settings;
        boolean wanted;
        @Nullable Recorder recorder;
        long triedAtNs;

        Watch(Channel channel, int epoch, DvrSettings settings) {
            this.channel = channel;
            this.epoch = epoch;
            this.settings = settings;
            this.wanted = settings.enabled();
        }

        boolean isOf(Channel other, Publication publication) {
            return channel == other && epoch == publication.epoch();
        }
    }

    /// Begins with what a crash has left behind, if it has.
    ///
    /// @param settings of each channel
    /// @param clock wall-clock time, for the names of files and for their age
    public Dvr(
            Channels channels,
            Function<ChannelName, DvrSettings> settings,
            RecordingFolder folder,
            Retention retention,
            Clock clock) {
        this.channels = channels;
        this.settings = settings;
        this.folder = folder;
        this.retention = retention;
        this.clock = clock;
        this.desk =
                new Recorder.Desk(
                        folder,
                        clock,
                        new CountDownLatch(1),
                        new ConcurrentLinkedQueue<>(),
                        this::recorded);
        List<Path> unfinished = unfinished();
        Thread.ofPlatform().daemon().name("mend recordings").start(() -> mend(unfinished));
    }

    private List<Path> unfinished() {
        try {
            return folder.unfinished();
        } catch (IOException e) {
            LOG.warn("recordings cannot be looked at: {}", e.getMessage());
            return List.of();
        }
    }

    private void mend(List<Path> unfinished) {
        for (Path part : unfinished) {
            try {
                Optional<Path> file = folder.mend(part);
                LOG.info(
                        "{} was left over, and is {}",
                        part,
                        file.isPresent() ? "finished" : "deleted: nothing of it plays");
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} was left over, and cannot be finished: {}", part, e.toString());
            }
        }
        desk.mended().countDown();
    }

    /// Whom to tell of every file that is done. It is called by the thread that wrote the file.
    public void listener(Consumer<Recorded> newListener) {
        listener = newListener;
    }

    /// From now on recordings are kept for so long.
    public void retention(Retention other) {
        retention = other;
    }

    private void recorded(Recorded file) {
        keptAtNs = System.nanoTime() - UPKEEP.toNanos(); // there may be too much now
        listener.accept(file);
    }

    public RecordingFolder folder() {
        return folder;
    }

    /// How a channel is recorded.
    public DvrSettings settings(ChannelName channel) {
        return settings.apply(channel);
    }

    /// Looks for publications that came, and for what failed.
    @Override
    public void tick(long nowNs) {
        watch(channels.list(), nowNs);
        if (nowNs - keptAtNs >= UPKEEP.toNanos() && keeping.compareAndSet(false, true)) {
            keptAtNs = nowNs;
            Thread.ofPlatform().daemon().name("keep recordings").start(this::keep);
        }
    }

    private void keep() {
        try {
            desk.broken().removeIf(BooleanSupplier::getAsBoolean);
            retention.apply(folder, clock);
        } catch (IOException | RuntimeException e) {
            LOG.warn("old recordings cannot be deleted: {}", e.toString());
        } finally {
            keeping.set(false);
        }
    }

    private synchronized void watch(Collection<Channel> all, long nowNs) {
        if (closed) {
            return;
        }
        running.removeIf(Recorder::isOver);
        watches.values().removeIf(watch -> watch.channel.ended());
        for (Channel channel : all) {
            Optional<Publication> publication = channel.publication();
            if (publication.isPresent()) {
                watch(channel, publication.get(), nowNs);
            }
        }
    }

    private void watch(Channel channel, Publication publication, long nowNs) {
        Watch watch = watchOf(channel, publication);
        Recorder recorder = watch.recorder;
        if (!watch.wanted) {
            return;
        }
        if (recorder == null) {
            begin(watch, channel.subscribeFromOldest());
        } else if (recorder.hasFailed() && nowNs - watch.triedAtNs >= RETRY.toNanos()) {
            begin(watch, channel.subscribe());
        }
    }

    private Watch watchOf(Channel channel, Publication publication) {
        Watch known = watches.get(channel.name());
        if (known != null && known.isOf(channel, publication)) {
            return known;
        }
        var watch = new Watch(channel, publication.epoch(), settings.apply(channel.name()));
        watches.put(channel.name(), watch);
        return watch;
    }

    private void begin(Watch watch, Subscription frames) {
        var recorder = Recorder.start(watch.channel, watch.epoch, frames, watch.settings, desk);
        watch.recorder = recorder;
        watch.triedAtNs = System.nanoTime();
        running.add(recorder);
    }

    /// Records a channel from its newest key frame on, whatever is set, until its publication ends.
    ///
    /// @return empty if nobody publishes it
    public synchronized Optional<DvrStatus> start(ChannelName name) {
        Optional<Watch> found = find(name);
        if (found.isEmpty() || closed) {
            return Optional.empty();
        }
        Watch watch = found.get();
        watch.wanted = true;
        Recorder recorder = watch.recorder;
        if (recorder == null || recorder.isOver() || recorder.isStopping()) {
            begin(watch, watch.channel.subscribe());
        }
        return Optional.ofNullable(watch.recorder).map(Recorder::status);
    }

    /// Records a channel no more, whatever is set, until its publication ends.
    ///
    /// @return empty if it is not recorded
    public synchronized Optional<DvrStatus> stop(ChannelName name) {
        Optional<Watch> found = find(name);
        found.ifPresent(watch -> watch.wanted = false);
        Optional<Recorder> recorder = found.flatMap(it -> Optional.ofNullable(it.recorder));
        recorder.ifPresent(Recorder::stop);
        return recorder.map(Recorder::status);
    }

    private Optional<Watch> find(ChannelName name) {
        Optional<Channel> channel = channels.findLive(name);
        return channel.flatMap(Channel::publication)
                .map(publication -> watchOf(channel.orElseThrow(), publication));
    }

    /// What is being recorded, or was until its publication ended, by name.
    public synchronized List<DvrStatus> list() {
        return watches.values().stream()
                .flatMap(watch -> Optional.ofNullable(watch.recorder).stream())
                .map(Recorder::status)
                .sorted(Comparator.comparing(DvrStatus::channel))
                .toList();
    }

    /// Ends all files, when their channels have ended. What a disk holds up for longer is finished
    /// at the next start.
    @Override
    public void close() {
        List<Recorder> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
        }
        await(left, GOODBYE);
        left.forEach(Recorder::stop);
        await(left, GOODBYE);
    }

    private static void await(List<Recorder> recorders, Duration atMost) {
        long untilNs = System.nanoTime() + atMost.toNanos();
        try {
            for (Recorder recorder : recorders) {
                recorder.await(Duration.ofNanos(Math.max(0, untilNs - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
