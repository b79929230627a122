package dev.millrace.gateway.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.bandwidth.Measurements;
import dev.millrace.bandwidth.Pace;
import dev.millrace.observe.Session;
import dev.millrace.rtmp.BandwidthCheck;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.message.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bandwidth check of one connection, see [BandwidthCheck]. Bytes are those of the connection,
/// whatever they say.
///
/// [#said] and [#took] are called by the thread that reads the connection; everything else is done
/// by a thread that belongs to the measurement.
final class RtmpMeasuring {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpMeasuring.class);

    /// How long the client may take to say that it is ready.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    /// How long what waits in sockets may take to arrive: a slow line is what is to be found out.
    private static final Duration DRAIN_MAX = Duration.ofSeconds(15);

    /// More than this comes only from who does not do as the check has it.
    private static final int WORDS_MAX = 16;

    /// So that noise leaves evenly, however slow that is.
    private static final int PIECES_A_SECOND = 50;

    private static final int PIECE_BYTES_MIN = 512;

    /// A shorter rest costs more than it is worth.
    private static final long REST_NS_MIN = Duration.ofMillis(1).toNanos();

    /// How long, when time is up, what came too fast may keep the connection from being read. Until
    /// then the rate holds, since it is counted when the worker gets to it.
    private static final long REST_LATE_NS_MAX = Duration.ofSeconds(1).toNanos();

    private final RtmpConnection connection;
    private final Session session;
    private final Measurements.Turn turn;
    private final Duration time;
    private final long bitsPerSecond;
    private final BlockingQueue<String> words = new ArrayBlockingQueue<>(WORDS_MAX);
    private final Thread worker;
    private volatile boolean over;
    private volatile @Nullable Begun begun;

    /// From here on the client may send as it likes: there is nothing more to come but its goodbye.
    private volatile boolean counted;

    /// What the client sends is measured since it said that it begins, whenever the worker hears.
    private record Begun(long startNs, long bytesBefore, Pace pace) {}

    /// What went one way; whole numbers, as AMF has them.
    private record Way(double bytes, double timeMs) {
        /// Bits a millisecond.
        double kbps() {
            return Math.rint(bytes * 8 / timeMs);
        }
    }

    /// @param turn closed when it is over
    /// @param time of each way
    RtmpMeasuring(RtmpConnection connection, Measurements.Turn turn, Duration time) {
        this.connection = connection;
        this.session = connection.session();
        this.turn = turn;
        this.time = time;
        this.bitsPerSecond = connection.gateway().measurements().settings().bitsPerSecond();
        this.worker = Thread.ofVirtual().name("measure " + session.id()).unstarted(this::run);
    }

    void start() {
        session.measure();
        worker.start();
    }

    /// The client says something.
    void said(String name) {
        if (name.equals(BandwidthCheck.STARTING_PUBLISH) && begun == null) {
            long nowNs = System.nanoTime();
            begun = new Begun(nowNs, session.bytesIn().sum(), new Pace(bitsPerSecond, nowNs));
        }
        words.offer(name);
    }

    /// So many bytes came. What comes faster than it may is read later.
    void took(int bytes) {
        Begun now = begun;
        if (now != null && !counted) {
            long nowNs = System.nanoTime();
            long leftNs = Math.max(0, time.toNanos() - (nowNs - now.startNs));
            long restNs = Math.min(now.pace.passed(bytes, nowNs), leftNs + REST_LATE_NS_MAX);
            if (restNs >= REST_NS_MIN) {
                connection.rest(restNs);
            }
        }
    }

    /// The connection has ended.
    void abandon() {
        over = true;
        words.offer("");
        LockSupport.unpark(worker);
    }

    private void run() {
        try (turn) {
            connection.answer(ServerSession::acceptCheck);
            long startMs = System.currentTimeMillis();
            Way down = send();
            Way up = take();
            finish(startMs, down, up);
        } catch (IOException e) {
            connection.hangUp("its bandwidth check failed: " + e.getMessage());
        } catch (InterruptedException e) {
            connection.hangUp("the server is stopping");
        } finally {
            connection.hangUp("its bandwidth check is over");
        }
    }

    /// Until the client has all of it: what waits on the way is not there yet.
    private Way send() throws IOException, InterruptedException {
        call(BandwidthCheck.call(BandwidthCheck.START_PLAY, plan()));
        expect(BandwidthCheck.STARTING_PLAY, ANSWER_MAX);
        long before = session.bytesOut().sum();
        long startNs = System.nanoTime();
        makeNoise(startNs);
        Way sent = since(startNs, session.bytesOut().sum() - before);
        call(BandwidthCheck.call(BandwidthCheck.STOP_PLAY, result(sent)));
        expect(BandwidthCheck.STOPPED_PLAY, DRAIN_MAX);
        return since(startNs, session.bytesOut().sum() - before);
    }

    /// One piece at a time: what a client does not take waits in its socket, and nowhere else.
    private void makeNoise(long startNs) {
        long bytesAtOnce = bitsPerSecond / 8 / PIECES_A_SECOND;
        int length = Math.clamp(bytesAtOnce, PIECE_BYTES_MIN, BandwidthCheck.NOISE_BYTES_MAX);
        Command noise = BandwidthCheck.noise(BandwidthCheck.PLAYING, length, new Random());
        ByteBuffer piece = connection.ask(protocol -> protocol.call(noise));
        var pace = new Pace(bitsPerSecond, startNs);
        Runnable whenClear = () -> LockSupport.unpark(worker);
        long leftNs = time.toNanos();
        while (leftNs > 0 && !over) {
            if (connection.output().isClear(whenClear)) {
                connection.output().media(List.of(piece.duplicate()), true);
                LockSupport.parkNanos(pace.passed(piece.remaining(), System.nanoTime()));
            } else {
                LockSupport.parkNanos(leftNs);
            }
            leftNs = time.toNanos() - pace.elapsedNs(System.nanoTime());
        }
    }

    private Way take() throws IOException, InterruptedException {
        call(BandwidthCheck.call(BandwidthCheck.START_PUBLISH, plan()));
        expect(BandwidthCheck.STARTING_PUBLISH, ANSWER_MAX);
        Begun from = Objects.requireNonNull(begun);
        hears(BandwidthCheck.STOP_PUBLISH, time); // or time is up
        Way taken = since(from.startNs, session.bytesIn().sum() - from.bytesBefore);
        counted = true;
        return taken;
    }

    /// Flash says nothing any more, since what it has sent is still on its way, and hangs up when
    /// it knows the result: so nothing stands between that and the stop.
    private void finish(long startMs, Way down, Way up) throws IOException, InterruptedException {
        AmfFields report =
                new AmfFields()
                        .put("code", 0)
                        .put("start_time", (double) startMs)
                        .put("end_time", (double) System.currentTimeMillis())
                        .put("play_kbps", down.kbps())
                        .put("publish_kbps", up.kbps())
                        .put("play_bytes", down.bytes)
                        .put("play_time", down.timeMs)
                        .put("publish_bytes", up.bytes)
                        .put("publish_time", up.timeMs);
        call(
                BandwidthCheck.call(BandwidthCheck.STOP_PUBLISH, result(up)),
                BandwidthCheck.call(BandwidthCheck.FINISHED, report));
        LOG.info(
                "{} {} measured its line: {} kbit/s down, {} kbit/s up",
                session.id(),
                session.remote(),
                (long) down.kbps(),
                (long) up.kbps());
        hears(BandwidthCheck.FINAL, DRAIN_MAX);
    }

    private AmfFields plan() {
        return new AmfFields().put("duration_ms", (double) time.toMillis()).put("interval_ms", 0);
    }

    private AmfFields result(Way way) {
        return plan().put("duration_delta", way.timeMs).put("bytes_delta", way.bytes);
    }

    private static Way since(long startNs, long bytes) {
        long timeMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        return new Way(bytes, Math.max(timeMs, 1));
    }

    private void call(Command... calls) throws IOException {
        connection.answer(protocol -> protocol.call(calls));
    }

    private void expect(String word, Duration atMost) throws IOException, InterruptedException {
        if (!hears(word, atMost)) {
            throw new IOException("no %s came for %d s".formatted(word, atMost.toSeconds()));
        }
    }

    /// Waits until the client says this.
    ///
    /// @return false if it does not
    /// @throws IOException if the client has left
    private boolean hears(String word, Duration atMost) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        long leftNs = atMost.toNanos();
        while (leftNs > 0 && !over) {
            if (word.equals(words.poll(leftNs, TimeUnit.NANOSECONDS))) {
                return true;
            }
            leftNs = atMost.toNanos() - (System.nanoTime() - startNs);
        }
        if (over) {
            throw new IOException("the client left");
        }
        return false;
    }
}
