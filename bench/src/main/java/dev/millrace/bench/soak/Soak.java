package dev.millrace.bench.soak;

import dev.millrace.bench.hls.HlsViewers;
import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bench.net.Loop;
import dev.millrace.bench.play.Players;
import dev.millrace.bench.publish.Clip;
import dev.millrace.bench.publish.Publishers;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.RtmpUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The load of a soak. Every viewer leaves after a while, and another one comes in its place; every
/// stream has faults; somebody behaves badly all the time.
///
/// Of ten viewers six speak RTMP, three HTTP-FLV, and one HLS.
public final class Soak implements Load, AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long START_NS_MAX = 15 * SECOND_NS;
    private static final long ANSWERS_NS_MAX = 15 * SECOND_NS;
    private static final long POLL_NS = 100_000_000;
    private static final int HEALTH_EVERY_SECONDS = 60;
    private static final int JUMP_MS = 60_000;

    /// Longer than any server waits for peers that have fallen silent.
    private static final long SETTLE_NS = 60 * SECOND_NS;

    private static final Duration SETTLE_POLL = Duration.ofMillis(500);

    /// Those who come in the place of others have numbers above all who are opened first.
    private static final int FIRST_SUCCESSOR = 1 << 20;

    private static final int KINDS = 10;

    /// So long that the system's buffers fill and the server has to notice.
    private static final int UNREAD_SECONDS = 240;

    private static final List<Fault> OF_PUBLISHERS = Fault.ofPublishers();
    private static final List<Fault> OF_VANDALS = Fault.ofVandals();

    private final Loop loop = new Loop();
    private final Agenda agenda = new Agenda();
    private final RandomGenerator random = new SplittableRandom();
    private final Publishers publishers;
    private final Players rtmp;
    private final Players flv;
    private final HlsViewers hls;
    private final InetSocketAddress rtmpAddress;
    private final HttpUrl flvUrl;
    private final int streams;
    private final List<Long> pids;
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final List<Health> health = new ArrayList<>();
    private long beganNs = System.nanoTime();
    private int viewersNext = FIRST_SUCCESSOR;
    private int faultsNext;
    private int vandalsNext;
    private boolean isOver;

    /// @param urls of the streams, over RTMP
    /// @param http where the same streams are over HTTP
    /// @param pids processes to look at
    /// @throws ProtocolException if the URLs are not of RTMP without TLS
    public Soak(UrlTemplate urls, UrlTemplate http, Clip clip, List<Long> pids)
            throws IOException, ProtocolException {
        this.pids = List.copyOf(pids);
        streams = urls.streams();
        lookAtHealth();
        publishers = new Publishers(urls, clip, loop);
        rtmp = new Players(urls, loop);
        var flvUrls = new UrlTemplate(http.pattern() + ".flv", streams);
        flv = new Players(flvUrls, loop);
        hls = new HlsViewers(new UrlTemplate(http.pattern() + ".m3u8", streams));
        flvUrl = HttpUrl.parse(flvUrls.url(0));
        RtmpUrl url = RtmpUrl.parse(urls.url(0));
        rtmpAddress = new InetSocketAddress(url.host(), url.port());
        for (int i = 0; i < streams; i++) {
            publish(i);
        }
        awaitPublishers();
    }

    private void awaitPublishers() throws IOException {
        long giveUpNs = System.nanoTime() + START_NS_MAX;
        while (!publishers.allSend()) {
            if (publishers.roster().left() < streams || System.nanoTime() > giveUpNs) {
                Connections all = publishers.roster().connections();
                throw new IOException("cannot publish: " + all.failures().keySet());
            }
            publishers.poll(POLL_NS);
        }
    }

    @Override
    public void open(int index) {
        come(index);
    }

    @Override
    public void poll(long timeoutNs) throws IOException {
        long nowNs = System.nanoTime();
        agenda.runDue(nowNs);
        publishers.poll(agenda.waitNs(System.nanoTime(), timeoutNs));
    }

    /// Everyone may come and go from now on.
    @Override
    public void beginWindow() {
        beganNs = System.nanoTime();
        publishers.beginWindow();
        rtmp.beginWindow();
        flv.beginWindow();
        hls.beginWindow();
        for (int i = 0; i < streams; i++) {
            int stream = i;
            after(secondsFrom(5, 30), () -> trouble(stream));
        }
        after(1, this::vandalize);
        after(HEALTH_EVERY_SECONDS, this::watchHealth);
    }

    @Override
    public Roster roster() {
        return rtmp.roster();
    }

    @Override
    public long bytes() {
        return rtmp.bytes() + flv.bytes() + hls.bytes();
    }

    // Viewers

    private void come(int index) {
        switch (index / streams % KINDS) {
            case 0, 1, 2, 3, 4, 5 -> rtmp.open(index);
            case 6, 7, 8 -> flv.open(index);
            default -> hls.open(index);
        }
        after(secondsFrom(5, 60), () -> go(index));
    }

    private void go(int index) {
        if (isOver) {
            return;
        }
        if (!rtmp.isSettled(index) || !flv.isSettled(index) || !hls.isSettled(index)) {
            after(1, () -> go(index)); // who has waited so long waits for an answer
            return;
        }
        rtmp.leave(index);
        flv.leave(index);
        try {
            hls.leave(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        come(viewersNext++);
    }

    // Publishers

    private void publish(int stream) {
        publishers.open(stream);
        after(0.05, () -> awaitPictures(stream));
    }

    private void awaitPictures(int stream) {
        if (publishers.isLive(stream)) {
            absent(stream, false);
        } else {
            after(0.05, () -> awaitPictures(stream));
        }
    }

    private void absent(int stream, boolean isAbsent) {
        long nowNs = System.nanoTime();
        for (Players players : List.of(rtmp, flv)) {
            if (isAbsent) {
                players.absences(stream).begin(nowNs);
            } else {
                players.absences(stream).end(nowNs);
            }
        }
    }

    private void trouble(int stream) {
        if (isOver) {
            return;
        }
        if (publishers.isLive(stream)) {
            Fault fault = OF_PUBLISHERS.get(faultsNext++ % OF_PUBLISHERS.size());
            faults.merge(fault, 1, Integer::sum);
            befall(stream, fault);
        }
        after(secondsFrom(10, 40), () -> trouble(stream));
    }

    private void befall(int stream, Fault fault) {
        double seconds = secondsFrom(0.2, 4);
        absent(stream, true);
        switch (fault) {
            case LEFT -> publishers.leave(stream);
            case CLOSED -> publishers.close(stream);
            case RESET -> publishers.reset(stream);
            case PAUSED -> publishers.pause(stream, (long) (seconds * SECOND_NS));
            case JUMPED_AHEAD -> publishers.jump(stream, JUMP_MS);
            case JUMPED_BACK -> publishers.jump(stream, -JUMP_MS);
            default -> throw new IllegalArgumentException(fault.name());
        }
        boolean isGone = !publishers.isLive(stream);
        after(seconds, isGone ? () -> publish(stream) : () -> absent(stream, false));
    }

    // Vandals

    private void vandalize() {
        if (isOver) {
            return;
        }
        Fault fault = OF_VANDALS.get(vandalsNext++ % OF_VANDALS.size());
        faults.merge(fault, 1, Integer::sum);
        var vandal = new Vandal(fault, flvUrl, random);
        boolean isHttp = fault.place() == Fault.Place.HTTP_PORT;
        loop.connect(isHttp ? flvUrl.address() : rtmpAddress, vandal);
        int secondsLeft = (int) secondsFrom(1, fault == Fault.UNREAD ? UNREAD_SECONDS : 40);
        after(1, () -> goOn(vandal, secondsLeft));
        after(1, this::vandalize);
    }

    private void goOn(Vandal vandal, int secondsLeft) {
        if (secondsLeft <= 0) {
            vandal.end();
        } else {
            vandal.goOn();
            after(1, () -> goOn(vandal, secondsLeft - 1));
        }
    }

    // What it does to the server

    private void watchHealth() {
        lookAtHealth();
        after(HEALTH_EVERY_SECONDS, this::watchHealth);
    }

    private void lookAtHealth() {
        health.addAll(healthNow());
    }

    private List<Health> healthNow() {
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        return pids.stream().flatMap(pid -> Health.of(pid, seconds).stream()).toList();
    }

    private void after(double seconds, Runnable action) {
        agenda.at(System.nanoTime() + (long) (seconds * SECOND_NS), action);
    }

    private double secondsFrom(double least, double most) {
        return random.nextDouble(least, most);
    }

    /// Waits for those who are on their way, sends everyone away, gives the server time to notice,
    /// and says what happened.
    public SoakReport report(Measured measured) {
        awaitAnswers();
        Map<String, Integer> injected = new LinkedHashMap<>();
        faults.forEach((fault, count) -> injected.put(fault.words(), count));
        var report =
                new SoakReport(
                        measured.seconds(),
                        rtmp.roster().connections().plus(flv.roster().connections()),
                        hls.roster().connections(),
                        publishers.roster().connections(),
                        rtmp.losses() + flv.losses(),
                        rtmp.beganWrong() + flv.beganWrong(),
                        hls.missedSegments(),
                        hls.failures(),
                        injected,
                        rtmp.firstPicture(),
                        rtmp.latency(),
                        health,
                        measured.usage());
        sendAllAway();
        return report.withHealth(afterAll());
    }

    /// Whoever has only just come cannot have been answered yet.
    private void awaitAnswers() {
        isOver = true;
        long giveUpNs = System.nanoTime() + ANSWERS_NS_MAX;
        try {
            while (isSomeoneWaiting() && System.nanoTime() < giveUpNs) {
                poll(POLL_NS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isSomeoneWaiting() {
        return Stream.of(rtmp.roster(), flv.roster(), hls.roster(), publishers.roster())
                .anyMatch(roster -> roster.waiting() > 0);
    }

    private void sendAllAway() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the processes hold when nobody is there any more.
    private List<Health> afterAll() {
        long giveUpNs = System.nanoTime() + SETTLE_NS;
        List<Health> all = new ArrayList<>();
        do {
            try {
                Thread.sleep(SETTLE_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                giveUpNs = System.nanoTime();
            }
            all = new ArrayList<>(health);
            all.addAll(healthNow());
        } while (SoakReport.filesLeftOpen(all) > 0 && System.nanoTime() < giveUpNs);
        return all;
    }

    @Override
    public void close() throws IOException {
        hls.close();
        publishers.close();
    }
}
