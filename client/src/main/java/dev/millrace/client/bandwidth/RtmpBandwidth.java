package dev.millrace.client.bandwidth;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.RejectedException;
import dev.millrace.client.Sockets;
import dev.millrace.client.bandwidth.BandwidthReport.Direction;
import dev.millrace.rtmp.BandwidthCheck;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import dev.millrace.rtmp.ClientSettings;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.rtmp.message.Command;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/// The client's side of [BandwidthCheck]. The server says when it begins; both ways take turns, so
/// that one thread does for both.
final class RtmpBandwidth {
    private static final int READ_BYTES = 64 << 10;

    /// No server measures longer than this; what it sends besides is waiting in sockets.
    private static final Duration EACH_MAX = Duration.ofSeconds(30);

    private static final Duration ALL_MAX = Duration.ofSeconds(90);

    /// Servers that will measure say so at once.
    private static final int BEGIN_MS_MAX = 3_000;

    private static final String FORM = "not of the form rtmp://host[:port]/app?key=KEY";

    private static final String NO_CHECK =
            "the server begins no bandwidth check; a Millrace server has to be given a"
                    + " bandwidth.key, and the URL has to end with ?key= and the same";

    private final Socket socket;
    private final ClientSession session;
    private final Queue<Command> calls = new ArrayDeque<>();
    private final byte[] received = new byte[READ_BYTES];
    private long receivedBytes;

    private RtmpBandwidth(Socket socket, ClientSession session) {
        this.socket = socket;
        this.session = session;
    }

    static boolean isFor(String url) {
        return url.strip().matches("(?i)rtmps?:.*");
    }

    static BandwidthReport measure(String url, Duration each, ClientOptions options)
            throws IOException {
        RtmpUrl to = parse(url, each);
        try (Socket socket = Sockets.connect(to.host(), to.port(), to.isSecure(), options);
                var limit = new TimeLimit(socket, ALL_MAX)) {
            var session =
                    new ClientSession(
                            to, ClientSession.Role.CHECK, ClientSettings.DEFAULT, new Random());
            try {
                return new RtmpBandwidth(socket, session).run();
            } catch (IOException e) {
                throw limit.isOver() ? new IOException("it takes too long", e) : e;
            }
        }
    }

    /// Whatever stands behind the host is the application: a key may have a slash in it. A time is
    /// asked for only if it is not the usual one, and in front, where it is in nobody's way.
    private static RtmpUrl parse(String url, Duration each) throws MalformedURLException {
        try {
            RtmpUrl to = RtmpUrl.parse(url);
            String app = to.stream().isEmpty() ? to.app() : to.app() + "/" + to.stream();
            if (app.isEmpty()) {
                throw new MalformedURLException(FORM);
            }
            if (!each.equals(BandwidthCheck.TIME_USUAL)) {
                int mark = app.indexOf('?');
                String name = mark < 0 ? app : app.substring(0, mark);
                String more = mark < 0 ? "" : "&" + app.substring(mark + 1);
                app = "%s?seconds=%d%s".formatted(name, each.toSeconds(), more);
            }
            return new RtmpUrl(to.isSecure(), to.host(), to.port(), app, "");
        } catch (ProtocolException e) {
            throw new MalformedURLException(FORM);
        }
    }

    private BandwidthReport run() throws IOException {
        write(session.start(nowMs()));
        begin();
        Direction down = down();
        Command start = await(BandwidthCheck.START_PUBLISH);
        call(BandwidthCheck.STARTING_PUBLISH);
        makeNoise((long) field(start, "duration_ms"));
        call(BandwidthCheck.STOP_PUBLISH);
        await(BandwidthCheck.STOP_PUBLISH);
        call(BandwidthCheck.STOPPED_PUBLISH);
        Command report = await(BandwidthCheck.FINISHED);
        try {
            call(BandwidthCheck.FINAL);
        } catch (IOException e) {
            // It has said all that is wanted, and hung up.
        }
        return new BandwidthReport(down, up(report));
    }

    private void begin() throws IOException {
        Command first;
        try {
            do {
                first = next();
                if (first.name().equals("onBWDone")) { // the end of what ordinary servers say
                    socket.setSoTimeout(Math.min(socket.getSoTimeout(), BEGIN_MS_MAX));
                }
            } while (!first.name().equals(BandwidthCheck.START_PLAY));
        } catch (SocketTimeoutException e) {
            throw new RejectedException("NetConnection.Call.Failed", NO_CHECK, Optional.empty());
        }
    }

    private Direction down() throws IOException {
        long before = receivedBytes;
        long startNs = System.nanoTime();
        call(BandwidthCheck.STARTING_PLAY);
        await(BandwidthCheck.STOP_PLAY);
        var down = new Direction(receivedBytes - before, since(startNs));
        call(BandwidthCheck.STOPPED_PLAY);
        return down;
    }

    private static Direction up(Command report) throws IOException {
        double code = field(report, "code");
        if (code != 0) {
            throw new RejectedException(
                    Long.toString((long) code), "the server could not measure", Optional.empty());
        }
        return new Direction(
                (long) field(report, "publish_bytes"),
                Duration.ofMillis(Math.max(1, (long) field(report, "publish_time"))));
    }

    private static double field(Command command, String name) throws IOException {
        AmfValue fields = command.argument(1);
        double number = fields.number(name, Double.NaN);
        if (!(number >= 0 && number <= Long.MAX_VALUE)) {
            throw new IOException("the server says no %s in %s".formatted(name, command.name()));
        }
        return number;
    }

    /// What the server does not take in time makes this wait, up to the limit of all.
    private void makeNoise(long timeMs) throws IOException {
        long startNs = System.nanoTime();
        Duration time = Duration.ofMillis(Math.min(timeMs, EACH_MAX.toMillis()));
        Command noise =
                BandwidthCheck.noise(
                        BandwidthCheck.PUBLISHING, BandwidthCheck.NOISE_BYTES_MAX, new Random());
        ByteBuffer piece = session.call(noise);
        while (since(startNs).compareTo(time) < 0) {
            write(piece.duplicate());
        }
    }

    private Command await(String name) throws IOException {
        Command next = next();
        while (!next.name().equals(name)) {
            next = next();
        }
        return next;
    }

    private Command next() throws IOException {
        while (calls.isEmpty()) {
            receive();
        }
        return calls.remove();
    }

    private void receive() throws IOException {
        int length = socket.getInputStream().read(received);
        if (length < 0) {
            throw new IOException("the server closed the connection");
        }
        receivedBytes += length;
        for (ClientEffect effect : session.receive(ByteBuffer.wrap(received, 0, length), nowMs())) {
            switch (effect) {
                case SessionEffect.Send(var bytes) -> write(bytes);
                case SessionEffect.Hangup(var fault) -> throw new BrokenStreamException(fault);
                case ClientEffect.Rejected(var code, var description, var redirect) ->
                        throw new RejectedException(code, description, redirect);
                case ClientEffect.CheckCall(var command) -> calls.add(command);
                default -> {} // no stream is played
            }
        }
    }

    private void call(String name) throws IOException {
        write(session.call(BandwidthCheck.call(name)));
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] array = new ByteWriter(bytes.remaining()).bytes(bytes).toByteArray();
        socket.getOutputStream().write(array);
    }

    private static Duration since(long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
