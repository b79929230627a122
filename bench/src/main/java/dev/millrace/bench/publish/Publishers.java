package dev.millrace.bench.publish;

import dev.millrace.bench.measure.Latencies;
import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.Loop;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A load of publishers.
public final class Publishers implements Load, AutoCloseable {
    /// A frame sent this much after its time would be seen by a viewer with a small buffer.
    static final int LATE_MS = 20;

    private static final long MS_NS = 1_000_000;

    private record Target(RtmpUrl url, InetSocketAddress address) {}

    private final String pattern;
    private final List<Target> targets = new ArrayList<>();
    private final Loop loop;
    private final Roster roster = new Roster();
    private final Latencies lateness = new Latencies();
    private final RtmpPublisher.Shared shared;
    private final Map<Integer, RtmpPublisher> publishers = new LinkedHashMap<>();
    private final List<RtmpPublisher> waiting = new ArrayList<>();
    private final PriorityQueue<RtmpPublisher> live =
            new PriorityQueue<>(Comparator.comparingLong(RtmpPublisher::dueNs));

    /// @throws ProtocolException if the URLs are not of RTMP without TLS
    public Publishers(UrlTemplate template, Clip clip) throws IOException, ProtocolException {
        this(template, clip, new Loop());
    }

    /// @param loop which somebody else may poll as well; closed with these publishers
    public Publishers(UrlTemplate template, Clip clip, Loop loop) throws ProtocolException {
        this.loop = loop;
        pattern = template.pattern();
        for (int i = 0; i < template.streams(); i++) {
            targets.add(target(RtmpUrl.parse(template.url(i))));
        }
        int longest = clip.tags().stream().mapToInt(tag -> tag.body().length).max().orElseThrow();
        shared =
                new RtmpPublisher.Shared(clip, new SplittableRandom(), lateness, new byte[longest]);
    }

    /// The host is looked up here, once.
    private static Target target(RtmpUrl url) throws Unsupported {
        if (url.isSecure()) {
            throw new Unsupported("TLS is not measured; rtmp:// is");
        }
        return new Target(url, new InetSocketAddress(url.host(), url.port()));
    }

    @Override
    public void open(int index) {
        Target target = targets.get(index % targets.size());
        var publisher = new RtmpPublisher(target.url(), roster.ask(), shared);
        publishers.put(index, publisher);
        waiting.add(publisher);
        loop.connect(target.address(), publisher);
    }

    /// Whether connection `index` publishes.
    public boolean isLive(int index) {
        RtmpPublisher publisher = publishers.get(index);
        return publisher != null && publisher.isLive();
    }

    /// Ends connection `index` with a goodbye, and forgets it.
    public void leave(int index) {
        remove(index, RtmpPublisher::leave);
    }

    /// Ends connection `index` without a word, and forgets it.
    public void close(int index) {
        remove(index, RtmpPublisher::close);
    }

    /// Ends connection `index` by resetting it, and forgets it.
    public void reset(int index) {
        remove(index, RtmpPublisher::reset);
    }

    private void remove(int index, Consumer<RtmpPublisher> end) {
        RtmpPublisher publisher = publishers.remove(index);
        if (publisher != null) {
            live.remove(publisher);
            waiting.remove(publisher);
            end.accept(publisher);
        }
    }

    /// Connection `index` sends nothing for so long, and then goes on where it was.
    public void pause(int index, long pauseNs) {
        RtmpPublisher publisher = publishers.get(index);
        if (publisher != null && live.remove(publisher)) {
            publisher.pause(pauseNs);
            live.add(publisher);
        }
    }

    /// The clock of connection `index` jumps.
    public void jump(int index, int byMs) {
        RtmpPublisher publisher = publishers.get(index);
        if (publisher != null) {
            publisher.jump(byMs);
        }
    }

    @Override
    public void poll(long timeoutNs) throws IOException {
        long nowNs = System.nanoTime();
        for (var due = live.peek(); due != null && due.dueNs() <= nowNs; due = live.peek()) {
            live.remove();
            due.sendDue(nowNs);
            if (due.isLive()) {
                live.add(due);
            }
        }
        RtmpPublisher next = live.peek();
        long untilNs =
                next == null ? timeoutNs : Math.min(timeoutNs, next.dueNs() - System.nanoTime());
        loop.poll(Math.max(0, untilNs));
        takeInNewcomers();
    }

    private void takeInNewcomers() {
        if (!waiting.isEmpty()) {
            waiting.stream().filter(RtmpPublisher::isLive).forEach(live::add);
            waiting.removeIf(publisher -> publisher.isLive() || publisher.isGone());
        }
    }

    @Override
    public void beginWindow() {
        lateness.reset();
        publishers.values().forEach(RtmpPublisher::beginWindow);
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public long bytes() {
        return publishers.values().stream().mapToLong(RtmpPublisher::sentBytes).sum();
    }

    /// Whether everyone has sent a frame.
    public boolean allSend() {
        return publishers.values().stream().allMatch(RtmpPublisher::hasSent);
    }

    /// What was measured; to be asked at the end of the window.
    public PublishersReport report(Measured measured) {
        double[] mbitPerSecond =
                publishers.values().stream()
                        .filter(RtmpPublisher::isPresent)
                        .mapToDouble(it -> measured.mbitPerSecond(it.windowBytes()))
                        .toArray();
        return new PublishersReport(
                pattern,
                measured.seconds(),
                roster.connections(),
                Spread.of(mbitPerSecond),
                publishers.values().stream().mapToLong(RtmpPublisher::windowFrames).sum(),
                lateness.above(LATE_MS * MS_NS),
                lateness.percentiles(),
                measured.usage());
    }

    /// Says goodbye and ends all connections.
    @Override
    public void close() throws IOException {
        publishers.values().forEach(RtmpPublisher::unpublish);
        loop.close();
    }
}
