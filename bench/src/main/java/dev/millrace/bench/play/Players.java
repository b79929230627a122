package dev.millrace.bench.play;

import dev.millrace.bench.measure.Latencies;
import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.Loop;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Player> players = new ArrayList<>();

    /// @throws ProtocolException if the URLs are not those of streams that can be played here
    public Players(UrlTemplate urls) throws IOException, ProtocolException {
        url = urls.pattern();
        for (int i = 0; i < urls.streams(); i++) {
            targets.add(Target.parse(urls.url(i)));
        }
        loop = new Loop();
    }

    @Override
    public void open(int index) {
        Roster.Member member = roster.ask();
        var watch = new Watch(firstPicture, latency, System.nanoTime());
        Target target = targets.get(index % targets.size());
        Player player =
                switch (target) {
                    case Target.Rtmp rtmp -> new RtmpPlayer(rtmp.url(), random, member, watch);
                    case Target.Flv flv -> new FlvPlayer(flv.url(), member, watch);
                };
        players.add(player);
        loop.connect(target.address(), player);
    }

    @Override
    public void poll(long timeoutNs) throws IOException {
        loop.poll(timeoutNs);
    }

    @Override
    public void beginWindow() {
        latency.reset();
        players.forEach(player -> player.watch().beginWindow());
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public long bytes() {
        return sum(Watch::receivedBytes);
    }

    /// What was measured; to be asked at the end of the window.
    public PlayersReport report(Measured measured) {
        long withoutPicture =
                players.stream()
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
                        players.stream()
                                .filter(Player::isPresent)
                                .map(Player::watch)
                                .mapToDouble(quantity)
                                .toArray());
        double total = players.stream().map(Player::watch).mapToDouble(quantity).sum();
        return new Spread(total, lasting.min(), lasting.max());
    }

    private long sum(ToLongFunction<Watch> quantity) {
        return players.stream().map(Player::watch).mapToLong(quantity).sum();
    }

    /// Ends all connections.
    @Override
    public void close() throws IOException {
        loop.close();
    }
}
