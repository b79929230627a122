package dev.millrace.bench.play;

import dev.millrace.bench.measure.Absences;
import dev.millrace.bench.measure.Latencies;
import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.Loop;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/// A load of players.
public final class Players implements Load, AutoCloseable {
    private final String url;
    private final List<Target> targets = new ArrayList<>();
    private final Loop loop;
    private final Roster roster = new Roster();
    private final Latencies firstPicture = new Latencies();
    private final Latencies latency = new Latencies();
    private final RandomGenerator random = new SplittableRandom();
    private final Map<Integer, Player> players = new LinkedHashMap<>();
    private final List<Absences> absences = new ArrayList<>();
    private long goneBytes;
    private long goneGaps;
    private long goneBackwardSteps;
    private long goneBeganWrong;

    /// @throws ProtocolException if the URLs are not those of streams that can be played here
    public Players(UrlTemplate urls) throws IOException, ProtocolException {
        this(urls, new Loop());
    }

    /// @param loop which somebody else may poll as well; closed with these players
    public Players(UrlTemplate urls, Loop loop) throws ProtocolException {
        this.loop = loop;
        url = urls.pattern();
        for (int i = 0; i < urls.streams(); i++) {
            targets.add(Target.parse(urls.url(i)));
            absences.add(new Absences());
        }
    }

    /// When a stream has no pictures, for whoever knows it to say.
    public Absences absences(int stream) {
        return absences.get(stream);
    }

    @Override
    public void open(int index) {
        Roster.Member member = roster.ask();
        int stream = index % targets.size();
        var watch = new Watch(firstPicture, latency, absences.get(stream), System.nanoTime());
        Target target = targets.get(stream);
        Player player =
                switch (target) {
                    case Target.Rtmp rtmp -> new RtmpPlayer(rtmp.url(), random, member, watch);
                    case Target.Flv flv -> new FlvPlayer(flv.url(), member, watch);
                };
        players.put(index, player);
        loop.connect(target.address(), player);
    }

    /// Whether connection `index` has been accepted, or has ended.
    public boolean isSettled(int index) {
        Player player = players.get(index);
        return player == null || player.isPresent() || player.isGone();
    }

    /// Ends connection `index`, and forgets it but for what it counted.
    public void leave(int index) {
        Player player = players.remove(index);
        if (player != null) {
            player.leave();
            Watch watch = player.watch();
            goneBytes += watch.receivedBytes();
            goneGaps += watch.gaps();
            goneBackwardSteps += watch.backwardSteps();
            goneBeganWrong += watch.beganWrong() ? 1 : 0;
        }
    }

    /// How often pictures were missing that had been sent, or time went back.
    public long losses() {
        return goneGaps + goneBackwardSteps + sum(Watch::gaps) + sum(Watch::backwardSteps);
    }

    /// Players whose first picture was not a key frame.
    public long beganWrong() {
        return goneBeganWrong + sum(watch -> watch.beganWrong() ? 1 : 0);
    }

    public Percentiles firstPicture() {
        return firstPicture.percentiles();
    }

    public Percentiles latency() {
        return latency.percentiles();
    }

    @Override
    public void poll(long timeoutNs) throws IOException {
        loop.poll(timeoutNs);
    }

    @Override
    public void beginWindow() {
        latency.reset();
        players.values().forEach(player -> player.watch().beginWindow());
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public long bytes() {
        return goneBytes + sum(Watch::receivedBytes);
    }

    /// What was measured; to be asked at the end of the window.
    public PlayersReport report(Measured measured) {
        long withoutPicture =
                players.values().stream()
                        .filter(player -> player.isPresent() && !player.watch().hasPicture())
                        .count();
        return new PlayersReport(
                url,
                measured.seconds(),
                roster.connections(),
                spread(watch -> measured.mbitPerSecond(watch.windowBytes())),
                spread(Watch::windowPictures),
                sum(Watch::gaps),
                sum(Watch::backwardSteps),
                withoutPicture,
                firstPicture.percentiles(),
                latency.percentiles(),
                latency.implausible(),
                measured.usage());
    }

    /// The total of everyone; the least and the most of those who lasted.
    private Spread spread(ToDoubleFunction<Watch> quantity) {
        Spread lasting =
                Spread.of(
                        players.values().stream()
                                .filter(Player::isPresent)
                                .map(Player::watch)
                                .mapToDouble(quantity)
                                .toArray());
        double total = players.values().stream().map(Player::watch).mapToDouble(quantity).sum();
        return new Spread(total, lasting.min(), lasting.max());
    }

    private long sum(ToLongFunction<Watch> quantity) {
        return players.values().stream().map(Player::watch).mapToLong(quantity).sum();
    }

    /// Ends all connections.
    @Override
    public void close() throws IOException {
        loop.close();
    }
}
