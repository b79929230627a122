package dev.millrace.hls;

import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.media.MediaTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// The sliding list of a live stream's segments at one moment. RFC 8216, section 6.2.2.
///
/// Every change makes a new value, so whoever answers requests reads one snapshot and is never
/// between two. Segments that left the list stay until no player can still ask for them. `nowUs` is
/// any clock that does not go back.
///
/// What players may rely on, over ends and returns of the publisher too: sequence numbers never go
/// back, EXT-X-TARGETDURATION never changes, and a segment stays what it was.
///
/// @param <M> what the server keeps to serve a segment
public final class LivePlaylist<M> {
    /// A live list never gets shorter than this many target durations by removing segments.
    private static final int TARGET_DURATIONS_MIN = 3;

    /// A first segment this much above whole seconds does not cost every viewer another second:
    /// rounded it is still the lower number, and half the room to do so is left for later ones.
    private static final long TARGET_SLACK_US = 250_000;

    /// How far the wall-clock time of one segment may leave the sum of durations for the clock:
    /// enough to follow an encoder that runs fast or slow, too little to show that a packet was
    /// late.
    private static final long CLOCK_STEP_US_MAX = 5_000;

    private static final long WHILE_LISTED = Long.MAX_VALUE;

    private final Settings settings;
    private final int targetDurationSeconds; // 0 until the first segment decides it
    private final List<Entry<M>> departed; // and still fetchable; numbered before the listed ones
    private final List<Entry<M>> listed;
    private final Numbers next;
    private final boolean ended;

    /// The rules of one list.
    ///
    /// @param segmentUs the length that segments are cut to
    /// @param segmentsMin how many segments are listed, once there are as many; more when they are
    ///   short
    public record Settings(long segmentUs, int segmentsMin) {
        public Settings {
            if (segmentUs <= 0 || segmentsMin < 1) {
                throw new IllegalArgumentException(
                        "segmentUs %d, segmentsMin %d".formatted(segmentUs, segmentsMin));
            }
        }
    }

    /// Where a segment stands in the life of the list.
    ///
    /// @param discontinuity how many discontinuities came before, not counting its own
    private record Numbers(long sequence, long discontinuity) {
        Numbers after(LiveSegment<?> segment) {
            return new Numbers(sequence + 1, discontinuity + (segment.discontinuity() ? 1 : 0));
        }
    }

    /// @param longestUs how long the longest list was that had this segment
    /// @param neededUntilUs when a player that saw it listed can no longer ask for it
    private record Entry<M>(
            Numbers numbers, LiveSegment<M> segment, long longestUs, long neededUntilUs) {
        Entry<M> listedFor(long listUs) {
            return new Entry<>(numbers, segment, Math.max(longestUs, listUs), WHILE_LISTED);
        }

        Entry<M> removedAt(long nowUs) {
            long untilUs = nowUs + segment.durationUs() + longestUs;
            return new Entry<>(numbers, segment, longestUs, untilUs);
        }
    }

    /// A list without segments. Its numbers must be above any that players may have seen under the
    /// same URL.
    public LivePlaylist(Settings settings, long mediaSequence, long discontinuitySequence) {
        var next = new Numbers(mediaSequence, discontinuitySequence);
        this(settings, 0, List.of(), List.of(), next, false);
    }

    private LivePlaylist(
            Settings settings,
            int targetDurationSeconds,
            List<Entry<M>> departed,
            List<Entry<M>> listed,
            Numbers next,
            boolean ended) {
        this.settings = settings;
        this.targetDurationSeconds = targetDurationSeconds;
        this.departed = List.copyOf(departed);
        this.listed = List.copyOf(listed);
        this.next = next;
        this.ended = ended;
    }

    /// This list with one more segment, and without those that it pushes out.
    ///
    /// The first segment after an end is a discontinuity, whatever it says of itself. Wall-clock
    /// times follow the durations, and what segments say only slowly.
    ///
    /// @throws IllegalArgumentException when its rounded duration is above the target duration
    public LivePlaylist<M> plus(LiveSegment<M> segment, long nowUs) {
        int targetSeconds = targetDurationSeconds == 0 ? decide(segment) : targetDurationSeconds;
        if (segment.durationUs() >= targetSeconds * MediaTime.US_PER_SECOND + 500_000) {
            throw new IllegalArgumentException(
                    "segment of %d us in a list of target duration %d s"
                            .formatted(segment.durationUs(), targetSeconds));
        }
        LiveSegment<M> following = follow(segment);
        var all = new ArrayList<>(listed);
        all.add(new Entry<>(next, following, 0, WHILE_LISTED));
        int removed = removable(all, targetSeconds);
        var gone = new ArrayList<>(forgetBefore(nowUs).departed);
        all.subList(0, removed).forEach(entry -> gone.add(entry.removedAt(nowUs)));
        List<Entry<M>> kept = all.subList(removed, all.size());
        long listUs = durationUs(kept);
        kept.replaceAll(entry -> entry.listedFor(listUs));
        return new LivePlaylist<>(
                settings, targetSeconds, gone, kept, next.after(following), false);
    }

    /// This list, closed: nothing follows until the publisher comes back.
    public LivePlaylist<M> end() {
        return new LivePlaylist<>(settings, targetDurationSeconds, departed, listed, next, true);
    }

    /// This list without the departed segments that no player can still ask for.
    public LivePlaylist<M> forgetBefore(long nowUs) {
        List<Entry<M>> needed =
                departed.stream().dropWhile(entry -> entry.neededUntilUs <= nowUs).toList();
        return needed.size() == departed.size()
                ? this
                : new LivePlaylist<>(settings, targetDurationSeconds, needed, listed, next, ended);
    }

    /// This list with only so many of the segments that departed last.
    public LivePlaylist<M> keepDeparted(int most) {
        if (departed.size() <= most) {
            return this;
        }
        List<Entry<M>> kept = departed.subList(departed.size() - most, departed.size());
        return new LivePlaylist<>(settings, targetDurationSeconds, kept, listed, next, ended);
    }

    /// The segment of this number, if it is listed or left the list a short while ago.
    public Optional<LiveSegment<M>> find(long sequence) {
        long fromEnd = next.sequence - sequence;
        long index = departed.size() + listed.size() - fromEnd;
        if (fromEnd <= 0 || index < 0) {
            return Optional.empty();
        }
        Entry<M> entry =
                index < departed.size()
                        ? departed.get((int) index)
                        : listed.get((int) index - departed.size());
        return Optional.of(entry.segment);
    }

    /// The list as players see it; `uri` makes a segment's URI from its number.
    ///
    /// @throws IllegalStateException while it [#isEmpty]: its target duration is not yet known
    public MediaPlaylist toMediaPlaylist(LongFunction<String> uri) {
        return toMediaPlaylist(uri, _ -> Optional.empty());
    }

    /// The same with how each segment is encrypted, if it is.
    public MediaPlaylist toMediaPlaylist(
            LongFunction<String> uri, LongFunction<Optional<Encryption>> encryption) {
        if (listed.isEmpty()) {
            throw new IllegalStateException("no segment decided the target duration yet");
        }
        Numbers first = listed.getFirst().numbers;
        var header =
                new Header(
                        targetDurationSeconds,
                        first.sequence,
                        first.discontinuity,
                        listed.stream().allMatch(entry -> entry.segment.independent()),
                        MediaPlaylist.Type.LIVE,
                        Optional.empty());
        List<MediaSegment> segments =
                listed.stream().map(entry -> mediaSegment(uri, encryption, entry)).toList();
        return new MediaPlaylist(header, segments, ended);
    }

    /// Whether no segment was ever added.
    public boolean isEmpty() {
        return listed.isEmpty();
    }

    public boolean isEnded() {
        return ended;
    }

    /// What every segment's rounded duration stays within; 0 while this list [#isEmpty].
    public int targetDurationSeconds() {
        return targetDurationSeconds;
    }

    /// The number that the next segment will have.
    public long nextSequence() {
        return next.sequence;
    }

    /// How many discontinuities will have come before the next segment, not counting its own, on
    /// top of those the list began with.
    public long nextDiscontinuitySequence() {
        return next.discontinuity;
    }

    /// The lowest number that [#find] still knows, or [#nextSequence] when there is none. Whatever
    /// belongs to lower ones may be forgotten.
    public long firstSequence() {
        return next.sequence - listed.size() - departed.size();
    }

    /// How long the segments in the list play.
    public long durationUs() {
        return durationUs(listed);
    }

    private int decide(LiveSegment<M> first) {
        long wantedUs = Math.max(settings.segmentUs, first.durationUs() - TARGET_SLACK_US);
        return (int) Math.ceilDiv(wantedUs, MediaTime.US_PER_SECOND);
    }

    private LiveSegment<M> follow(LiveSegment<M> segment) {
        if (listed.isEmpty() || segment.discontinuity()) {
            return segment;
        }
        if (ended) {
            return segment.afterDiscontinuity();
        }
        Instant expected = listed.getLast().segment.endedAt();
        long offUs = ChronoUnit.MICROS.between(expected, segment.startedAt());
        long stepUs = Math.clamp(offUs, -CLOCK_STEP_US_MAX, CLOCK_STEP_US_MAX);
        return segment.startedAt(expected.plus(stepUs, ChronoUnit.MICROS));
    }

    /// How many of the oldest may leave without making the list too short.
    private int removable(List<Entry<M>> entries, int targetSeconds) {
        long minUs = MediaTime.US_PER_SECOND * targetSeconds * TARGET_DURATIONS_MIN;
        long leftUs = durationUs(entries);
        int count = 0;
        while (entries.size() - count > settings.segmentsMin) {
            leftUs -= entries.get(count).segment.durationUs();
            if (leftUs < minUs) {
                break;
            }
            count++;
        }
        return count;
    }

    private static <M> long durationUs(List<Entry<M>> entries) {
        return entries.stream().mapToLong(entry -> entry.segment.durationUs()).sum();
    }

    private static <M> MediaSegment mediaSegment(
            LongFunction<String> uri,
            LongFunction<Optional<Encryption>> encryption,
            Entry<M> entry) {
        LiveSegment<M> segment = entry.segment;
        return new MediaSegment(
                Resource.of(uri.apply(entry.numbers.sequence)),
                segment.durationUs(),
                Optional.empty(),
                Optional.of(segment.startedAt()),
                segment.discontinuity(),
                false,
                encryption.apply(entry.numbers.sequence));
    }
}
