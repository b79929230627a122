package dev.millrace.control.node;

import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.replay.ObjectCache;
import dev.millrace.control.replay.Replays;
import dev.millrace.control.upkeep.Sweeper;
import dev.millrace.net.Housekeeper;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.UUID;

/// Everything a control node is, but for its listeners. Any thread.
public final class ControlNode implements Housekeeper.Chore, AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CLEAR_EVERY = Duration.ofMinutes(1);

    /// No revision of the catalogue.
    private static final long UNTOLD = -1;

    /// How long somebody waits for a segment of a recording.
    private static final Duration READ_PATIENCE = Duration.ofSeconds(15);

    private final ControlSettings settings;
    private final Catalogue catalogue;
    private final ObjectStore objects;
    private final Clock clock;
    private final NodeTimes times = new NodeTimes();
    private final LiveWindows windows;
    private final Intake intake;
    private final Edges edges;
    private final Desires desires;
    private final Sources sources;
    private final Recordings recordings;
    private final SegmentPosts posts;
    private final ObjectCache cache;
    private final Replays replays;
    private final Budget transfers;
    private final Round look;
    private final Round give;
    private final Round clear;
    private long told = UNTOLD; // of the looking thread
    private volatile boolean pushed;

    /// @param catalogue closed with this
    /// @param objects closed with this
    /// @param clock what time it is here, and so for the edge nodes
    public ControlNode(
            ControlSettings settings, Catalogue catalogue, ObjectStore objects, Clock clock) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.objects = objects;
        this.clock = clock;
        ControlSettings.Memory memory = settings.memory();
        this.windows = new LiveWindows(memory.liveSegments(), memory.liveBytes());
        this.intake =
                new Intake(catalogue, objects, windows, settings.objectPrefix(), times::stored);
        this.edges =
                new Edges(
                        catalogue, clock, settings.contactTimeout(), settings.url(), this::changed);
        this.desires = new Desires(catalogue, windows, edges);
        this.transfers = new Budget(memory.transferBytes());
        this.cache = new ObjectCache(objects, memory.cacheBytes(), READ_PATIENCE, times::read);
        this.replays = new Replays(catalogue, cache, edges);
        this.posts = new SegmentPosts(catalogue, windows, intake);
        this.look = new Round("control: looking for changes", LOOK_EVERY, this::look);
        this.give = new Round("control: posts that wait", LOOK_EVERY, posts::tick);
        this.sources = new Sources(catalogue, this::changed);
        this.recordings = new Recordings(catalogue, intake, edges, this::changed, clock);
        var retention =
                new Retention(
                        catalogue, new Sweeper(catalogue, objects, clock), settings.keep(), clock);
        this.clear =
                new Round(
                        "control: deleting what is not wanted",
                        CLEAR_EVERY,
                        () -> {
                            recordings.settleUnfed();
                            retention.run();
                        });
    }

    /// Begins to look for changes.
    public void start() {
        look.start();
        give.start();
        clear.start();
    }

    public ControlSettings settings() {
        return settings;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Clock clock() {
        return clock;
    }

    public LiveWindows windows() {
        return windows;
    }

    public Intake intake() {
        return intake;
    }

    public Edges edges() {
        return edges;
    }

    public Desires desires() {
        return desires;
    }

    public Sources sources() {
        return sources;
    }

    public Recordings recordings() {
        return recordings;
    }

    public SegmentPosts posts() {
        return posts;
    }

    public Replays replays() {
        return replays;
    }

    public ObjectCache cache() {
        return cache;
    }

    /// Memory for segments that are on their way here.
    public Budget transfers() {
        return transfers;
    }

    /// How long things took.
    public NodeTimes times() {
        return times;
    }

    /// Where segments are kept, in words.
    public String place() {
        return objects.describe();
    }

    /// Deletes a source, and all its recordings with it.
    ///
    /// @return whether there was one
    public boolean deleteSource(UUID source) {
        boolean deleted = catalogue.deleteSource(source);
        forget(source);
        changed();
        clear.soon();
        return deleted;
    }

    /// Deletes a recording, and soon what only it wanted.
    ///
    /// @return whether there was one
    public boolean deleteRecording(String id) {
        boolean deleted = recordings.delete(id);
        clear.soon();
        return deleted;
    }

    /// What is wanted of edge nodes may have changed: they are told at once.
    public void changed() {
        pushed = true;
        look.soon();
    }

    @Override
    public void tick(long nowNs) {
        windows.tick(nowNs);
    }

    @Override
    public void close() {
        look.close();
        give.close();
        clear.close();
        edges.close();
        catalogue.close();
        objects.close();
    }

    /// Other control nodes tell only the catalogue what they changed.
    private void look() {
        windows.noteFloors(catalogue);
        if (pushed) {
            pushed = false;
            told = UNTOLD;
        }
        long now = catalogue.revision();
        if (now != told) {
            told = UNTOLD; // until all have been told: if this fails, the next round does it
            lookAtSources();
            edges.list().forEach(EdgePeer::refresh);
            told = now;
        }
    }

    /// They may have been renamed or deleted, also by another control node.
    private void lookAtSources() {
        var known = new HashSet<UUID>(edges.known());
        known.addAll(windows.known());
        known.addAll(posts.known());
        for (UUID source : known) {
            catalogue.source(source).ifPresentOrElse(edges::named, () -> forget(source));
        }
    }

    private void forget(UUID source) {
        windows.forget(source);
        edges.forget(source);
        posts.forget(source);
    }
}
