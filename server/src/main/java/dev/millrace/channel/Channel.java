package dev.millrace.channel;

import dev.millrace.media.ChannelName;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.timeline.RepairCounts;
import dev.millrace.timeline.Timeline;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One live stream: a window of groups, at most one publisher, any number of readers.
///
/// The monitor of a channel guards its writing side: the publisher holds it for the length of one
/// append, a successor to take over. Readers never take it; they see volatile snapshots.
public final class Channel {
    /// Audio-only channels cut a group after this much: late viewers start within a second.
    private static final long AUDIO_GROUP_US = 1_000_000;

    /// What an encoder says before it sends: `onMetaData`, mostly.
    private static final int EARLY_DATA_MAX = 16;

    private static final int EARLY_DATA_BYTES_MAX = 64 << 10;

    /// Most groups in a window: half a minute of a stream of key frames only, at 120 per second.
    /// The window is copied at each cut, so its length is work as well as memory.
    private static final int GROUPS_MAX = 4096;

    private final ChannelName name;
    private volatile ChannelSettings settings;
    private final MemoryBudget budget;
    private final MemoryBudget.Account account;
    private final LongSupplier clockNs;
    private final long createdAtNs;
    private final Bell bell = new Bell();
    private final Map<String, Wire<?>> wires = new HashMap<>();
    private volatile int wireCount;

    // The writing side, guarded by this.
    private final Timeline timeline = new Timeline();
    private final Map<TrackKind, Integer> versions = new EnumMap<>(TrackKind.class);
    private final List<Frame> earlyData = new ArrayList<>();
    private @Nullable Group current;
    private long nextSequence = 1;
    private int epochs;
    private boolean keySeen;
    private boolean videoInGroup;

    // What readers see.
    private volatile Window<Group> window = Window.empty();
    private volatile Catalog catalog = Catalog.EMPTY;
    private volatile @Nullable Publication publication;
    private volatile int closedEpoch;
    private volatile boolean ended;
    private volatile long changedAtNs;

    Channel(ChannelName name, ChannelSettings settings, MemoryBudget budget, LongSupplier clockNs) {
        this.name = name;
        this.settings = settings;
        this.budget = budget;
        this.clockNs = clockNs;
        this.account = budget.account();
        this.createdAtNs = nowNs();
        this.changedAtNs = createdAtNs;
    }

    public ChannelName name() {
        return name;
    }

    public Catalog catalog() {
        return catalog;
    }

    /// Who writes this channel now.
    public Optional<Publication> publication() {
        return Optional.ofNullable(publication);
    }

    /// Whether the channel is gone: its publisher left and did not come back in time.
    public boolean ended() {
        return ended;
    }

    /// Whether someone publishes this channel, or did a moment ago.
    boolean wasPublished() {
        return publication != null || closedEpoch > 0;
    }

    /// For how long this channel has existed, over all its publishers.
    public Duration age() {
        return Duration.ofNanos(nowNs() - createdAtNs);
    }

    /// Bytes held by the groups and by every wire rendered from them.
    public long bytesHeld() {
        return account.bytes();
    }

    /// Timestamps that had to be changed, over all publishers.
    public RepairCounts repairs() {
        return timeline.repairs();
    }

    /// How far the publisher's video clock has come ahead of its audio clock; negative is behind.
    /// Viewers see at most [Drift#NOTICED_US] of it.
    public Duration drift() {
        return Duration.of(timeline.driftUs(), ChronoUnit.MICROS);
    }

    /// The newest decoding time that was given to a frame.
    public synchronized long edgeUs() {
        return Math.max(timeline.lastUs(TrackKind.VIDEO), timeline.lastUs(TrackKind.AUDIO));
    }

    /// What is kept now, for people.
    public KeptGroups kept() {
        Window<Group> groups = window;
        if (groups.isEmpty()) {
            return new KeptGroups(0, 0, 0);
        }
        Group newest = groups.newest();
        int last = newest.frameCount() - 1;
        long edgeUs = last < 0 ? newest.startDtsUs() : newest.frame(last).header().dtsUs();
        return new KeptGroups(
                groups.size(), newest.sequence(), edgeUs - groups.oldest().startDtsUs());
    }

    /// How much of the stream is there for late and slow readers.
    ///
    /// @param count groups in the window
    /// @param newest number of the newest one; 0 when there is none
    /// @param durationUs from the first frame of the oldest to the newest frame
    public record KeptGroups(int count, long newest, long durationUs) {}

    /// A picture that is decoded without any other.
    ///
    /// @param id stands for this picture and no other one that this server ever has
    /// @param track the version it decodes with
    /// @param payload in order; not to be changed
    public record KeyPicture(String id, Track track, List<ByteBuffer> payload) {}

    /// The newest key frame of the publisher that is here, as far as one has arrived whole: that of
    /// the newest group, or of one before it while that is still on its way.
    public Optional<KeyPicture> newestPicture() {
        Publication now = publication;
        List<Group> groups = window.groups();
        for (int i = groups.size() - 1; now != null && i >= 0; i--) {
            Group group = groups.get(i);
            if (group.epoch() != now.epoch()) {
                break;
            }
            Optional<GroupFrame> picture = group.firstPicture();
            if (picture.isPresent()) {
                return picture.map(frame -> keyPicture(frame, group));
            }
        }
        return Optional.empty();
    }

    private KeyPicture keyPicture(GroupFrame frame, Group group) {
        // Numbers begin anew with a channel that comes back after its end.
        String id = "%x-%d-%d".formatted(createdAtNs, group.epoch(), group.sequence());
        return new KeyPicture(id, frame.track(), group.payload(frame));
    }

    /// A reader of frames that starts at the newest independent group.
    public Subscription subscribe() {
        return subscribe(Subscription.From.NEWEST);
    }

    /// The same that starts at the oldest one that is kept, perhaps of an earlier publication.
    public Subscription subscribeFromOldest() {
        return subscribe(Subscription.From.OLDEST);
    }

    Subscription subscribe(Subscription.From from) {
        return subscribe(from, 0);
    }

    /// @param fromSequence the group to begin at, if it is there
    Subscription subscribe(Subscription.From from, long fromSequence) {
        return new Subscription(this, from, fromSequence);
    }

    /// A viewer of this channel in `format`. The first one starts the rendering, which goes on
    /// while anyone reads and stops soon after.
    public <S> WireReader<S> watch(WireFormat<S> format) {
        return watch(format, 0);
    }

    /// The same for a viewer that has seen the groups before `fromSequence` in another format.
    public <S> WireReader<S> watch(WireFormat<S> format, long fromSequence) {
        return onWire(format, fromSequence, wire -> wire.join(fromSequence));
    }

    /// Follows this channel's rendering in `format` from the oldest group there is; otherwise as
    /// [#watch].
    public <S> WireFollower<S> follow(WireFormat<S> format) {
        return onWire(format, 0, Wire::follow);
    }

    private <S, R> R onWire(WireFormat<S> format, long fromSequence, Function<Wire<S>, R> join) {
        synchronized (wires) {
            @SuppressWarnings("unchecked") // a format's name stands for its type
            var running = (Wire<S>) wires.get(format.name());
            if (running != null) {
                return join.apply(running);
            }
            var wire = new Wire<S>(this, format, account, fromSequence);
            R reader = join.apply(wire);
            wires.put(format.name(), wire);
            wireCount = wires.size();
            wire.start();
            return reader;
        }
    }

    /// How many watch, by the name of the format.
    public Map<String, Integer> viewers() {
        synchronized (wires) {
            var counts = new HashMap<String, Integer>();
            wires.forEach((format, wire) -> counts.put(format, wire.viewers()));
            return counts;
        }
    }

    /// Housekeeping: takes down the wires that nobody has watched for a while. Under the same lock
    /// as [#watch], so that nobody joins one that goes.
    void tick(long nowNs) {
        synchronized (wires) {
            wires.values().removeIf(wire -> wire.stopIfUnwatched(nowNs));
            wireCount = wires.size();
        }
    }

    /// The wire's thread has ended.
    void forget(Wire<?> wire) {
        synchronized (wires) {
            wires.remove(wire.format().name(), wire);
            wireCount = wires.size();
        }
    }

    long nowNs() {
        return clockNs.getAsLong();
    }

    private long nowUs() {
        return nowNs() / 1000;
    }

    /// What is set for it now. Any thread.
    public ChannelSettings settings() {
        return settings;
    }

    /// From the next group on.
    void settings(ChannelSettings other) {
        settings = other;
    }

    Window<Group> window() {
        return window;
    }

    int closedEpoch() {
        return closedEpoch;
    }

    Bell bell() {
        return bell;
    }

    void ring() {
        bell.ring();
    }

    /// Whether nobody came back in time; or, where nobody ever published, nobody waits any more.
    boolean isAbandoned(long nowNs) {
        boolean waitedFor = closedEpoch == 0 && bell.size() > 0;
        return !waitedFor && nowNs - changedAtNs > settings.grace().toNanos();
    }

    // The writing side. Callers hold the monitor.

    Publication publish(Publisher publisher) {
        assert Thread.holdsLock(this) && publication == null;
        keySeen = false;
        changedAtNs = nowNs();
        catalog = Catalog.EMPTY;
        var next = new Publication(this, publisher, ++epochs, changedAtNs);
        boolean keeps = settings.keepsTimes() || publisher.madeOf().isPresent();
        timeline.restart(next.stats().repairs(), keeps);
        publication = next;
        return next;
    }

    void unpublished(Publication left) {
        assert Thread.holdsLock(this) && publication == left;
        seal();
        earlyData.clear();
        changedAtNs = nowNs();
        // In this order: at no moment does it look as if nobody had ever published.
        closedEpoch = left.epoch();
        publication = null;
    }

    void configure(CodecConfig config) {
        boolean same =
                catalog.track(config.kind()).map(t -> t.config().equals(config)).orElse(false);
        if (!same) {
            int version = versions.merge(config.kind(), 1, Integer::sum);
            catalog = catalog.with(config, version);
        }
    }

    void describe(ByteBuffer metadata) {
        catalog = catalog.withMetadata(metadata);
    }

    boolean accepts(FrameHeader header, int epoch) {
        assert publication != null && publication.epoch() == epoch;
        if (catalog.track(header.kind()).isEmpty()) {
            return false;
        }
        keySeen |= header.kind() == TrackKind.VIDEO && header.key();
        return keySeen || header.kind() != TrackKind.VIDEO;
    }

    GroupFrame open(FrameHeader header, int epoch) {
        long previousVideoUs = timeline.lastUs(TrackKind.VIDEO);
        long previousAudioUs = timeline.lastUs(TrackKind.AUDIO);
        FrameHeader placed = timeline.place(header, nowUs());
        long dtsUs = placed.dtsUs();
        Group before = current;
        boolean cut = before == null || endsBefore(before, header, dtsUs);
        Group group = before;
        if (group == null || cut) {
            boolean independent = isIndependent(header);
            if (independent) {
                // Who starts here has not seen what an inter frame changes.
                keySeen = header.kind() == TrackKind.VIDEO;
            }
            group =
                    openGroup(
                            new Group.Start(
                                    nextSequence++,
                                    epoch,
                                    before == null,
                                    independent,
                                    dtsUs,
                                    previousVideoUs,
                                    previousAudioUs,
                                    catalog));
            current = group;
            writeEarlyData(group, header.dtsUs());
        }
        if (cut || account.bytes() + header.lengthBytes() > settings.memoryBytes()) {
            window = trimmed(window, header.lengthBytes());
        }
        videoInGroup |= header.kind() == TrackKind.VIDEO;
        var frame =
                new GroupFrame(placed, catalog.track(header.kind()).orElseThrow(), group.written());
        group.open(frame);
        return frame;
    }

    /// Whether data that comes now has no group to go into. It must not open one: what a group is
    /// made of is known when the first picture or sound comes.
    boolean isEarly(FrameHeader header) {
        return header.kind() == TrackKind.DATA && current == null;
    }

    /// Keeps data for the group that opens next.
    ///
    /// @return false if it is more than anyone has to say
    boolean keepEarly(Frame data) {
        return earlyData.size() < EARLY_DATA_MAX
                && data.payload().length <= EARLY_DATA_BYTES_MAX
                && earlyData.add(data);
    }

    /// Writes it at the group's start, which the publisher's clock calls `ownUs`.
    private void writeEarlyData(Group group, long ownUs) {
        for (Frame data : earlyData) {
            FrameHeader placed = timeline.place(data.header().at(ownUs), nowUs());
            catalog.track(TrackKind.DATA)
                    .ifPresent(track -> {
                        group.open(new GroupFrame(placed, track, group.written()));
                        group.append(ByteBuffer.wrap(data.payload()));
                    });
        }
        earlyData.clear();
    }

    void append(ByteBuffer payload) {
        Group group = current;
        if (group == null) {
            throw new IllegalStateException("payload without an open group");
        }
        group.append(payload);
    }

    /// Whether `group` is complete and this frame opens the next one.
    private boolean endsBefore(Group group, FrameHeader header, long dtsUs) {
        if (group.cost() + header.lengthBytes() > settings.groupBytesMax()) {
            return true;
        }
        long ageUs = dtsUs - group.startDtsUs();
        if (header.kind() == TrackKind.VIDEO && header.key()) {
            // Audio that ran ahead of the first picture belongs to it.
            boolean ahead = !videoInGroup && group.independent() && ageUs < AUDIO_GROUP_US;
            return !ahead;
        }
        boolean audioOnly = catalog.track(TrackKind.VIDEO).isEmpty();
        boolean cutByTime = audioOnly && header.kind() == TrackKind.AUDIO;
        return ageUs >= (cutByTime ? AUDIO_GROUP_US : settings.groupMaxUs());
    }

    /// Whether a decoder can start with the group that this frame opens: at a key frame, and at
    /// sound that has had no picture beside it for a whole group.
    private boolean isIndependent(FrameHeader header) {
        boolean isVideo = header.kind() == TrackKind.VIDEO;
        return isVideo ? header.key() : current == null || !videoInGroup;
    }

    private Group openGroup(Group.Start start) {
        seal();
        var group = new Group(start, account);
        videoInGroup = false;
        window = window.plus(group);
        return group;
    }

    private void seal() {
        Group group = current;
        if (group != null) {
            group.seal();
            current = null;
        }
    }

    /// Without the oldest groups that are too old, or too much for `comingBytes` more. The way in
    /// for late viewers stays, unless memory forbids it; the newest group always stays.
    private Window<Group> trimmed(Window<Group> groups, int comingBytes) {
        List<Group> all = groups.groups();
        // Each wire holds about as much of a group, and lets go of it soon after it left here.
        long copies = 1L + wireCount;
        long keptBytes = comingBytes + all.stream().mapToLong(Group::cost).sum();
        long excessBytes =
                Math.max(
                        keptBytes * copies - settings.memoryBytes(),
                        budget.bytesUsed() + comingBytes * copies - budget.bytesMax());
        long keptUs = budget.isTight() ? 0 : settings.windowUs();
        int entry = groups.indexOfEntry();
        int drop = 0;
        while (drop < all.size() - 1) {
            Group oldest = all.get(drop);
            boolean old = groups.newest().startDtsUs() - oldest.startDtsUs() > keptUs;
            boolean full = excessBytes > 0 || all.size() - drop > GROUPS_MAX;
            if (!full && (!old || drop >= entry)) {
                break;
            }
            oldest.release();
            excessBytes -= oldest.cost() * copies;
            drop++;
        }
        return drop == 0 ? groups : groups.withoutOldest(drop);
    }

    /// The end: readers read what is there and are told. The caller has removed the channel.
    ///
    /// @return who was still publishing
    Optional<Publication> end() {
        Optional<Publication> last;
        synchronized (this) {
            last = publication();
            last.ifPresent(Publication::revoke);
            ended = true;
            window.groups().forEach(Group::release);
        }
        ring();
        return last;
    }
}
