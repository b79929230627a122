package dev.millrace.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.SessionEffect.Data;
import dev.millrace.rtmp.SessionEffect.Hangup;
import dev.millrace.rtmp.SessionEffect.MediaAborted;
import dev.millrace.rtmp.SessionEffect.MediaBegin;
import dev.millrace.rtmp.SessionEffect.MediaBytes;
import dev.millrace.rtmp.SessionEffect.MediaEnd;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.AsideBudget;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageCollector;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A server session and an owner that says yes, except to what is called `denied`. Writes down
/// everything that happens: what the client wants, its media by length and checksum, and, behind
/// `<`, what it is told.
final class ServerHarness {
    /// Where everything called `moved` is.
    private static final RtmpUrl ELSEWHERE = new RtmpUrl(false, "other", 1936, "live", "cam?key=1");

    private static final int HANDSHAKE_BYTES = 1 + 2 * 1536;

    final ServerSession session;
    final List<String> log = new ArrayList<>();
    List<String> via = List.of();
    final ByteWriter toClient = new ByteWriter();

    private final AsideBudget budget = new AsideBudget(RtmpLimit.ASIDE_BYTES);
    private final ChunkReader sent =
            new ChunkReader(header ->
                    new MessageCollector(
                            header, budget, (h, body) -> log.add("< " + text(h, body))));
    private int handshakeLeft = HANDSHAKE_BYTES;
    private @Nullable MediaBegin open;
    private final ByteWriter openBytes = new ByteWriter();

    ServerHarness() {
        this(ServerSettings.DEFAULT);
    }

    ServerHarness(ServerSettings settings) {
        session = new ServerSession(settings, new Random(1));
    }

    private String text(dev.millrace.rtmp.chunk.MessageHeader header, ByteBuffer body)
            throws ProtocolException {
        if (header.type() == dev.millrace.rtmp.chunk.MessageType.SET_CHUNK_SIZE) {
            sent.chunkSize(body.getInt(body.position()));
        }
        return MessageText.of(header, body);
    }

    /// Feeds `bytes` in one piece.
    ServerHarness receive(byte[] bytes) {
        return receive(bytes, () -> bytes.length);
    }

    /// Feeds `bytes` in pieces of as many bytes as `steps` says.
    ServerHarness receive(byte[] bytes, IntSupplier steps) {
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(steps.getAsInt(), bytes.length - at);
            // A copy each time, wiped afterwards: nobody may keep a slice for longer.
            ByteBuffer piece = ByteBuffer.allocate(step).put(bytes, at, step).flip();
            session.receive(piece, 7).forEach(this::obey);
            piece.clear();
            java.util.Arrays.fill(piece.array(), (byte) 0xEE);
            at += step;
        }
        return this;
    }

    private void obey(ServerEffect effect) {
        switch (effect) {
            case Send(var bytes) -> answer(bytes);
            case ServerEffect.Connect(var request) -> {
                via = request.via();
                log.add(
                        "connect %s %s ?%s"
                                .formatted(request.vhost(), request.app(), request.query()));
                answer(connected(request.app()));
            }
            case ServerEffect.Publish(int id, var address, String type) -> {
                log.add("publish %d %s %s".formatted(id, shown(address), type));
                answer(
                        switch (address.stream()) {
                            case "denied" ->
                                    session.rejectPublish(id, "NetStream.Publish.BadName", "No.");
                            case "moved" -> session.redirect(id, ELSEWHERE);
                            default -> session.acceptPublish(id);
                        });
            }
            case ServerEffect.Unpublish(int id) -> log.add("unpublish " + id);
            case ServerEffect.Play play -> {
                log.add(
                        "play %d %s from %.0f for %.0f reset %s"
                                .formatted(
                                        play.streamId(),
                                        shown(play.address()),
                                        play.startMs(),
                                        play.durationMs(),
                                        play.reset()));
                answer(
                        play.address().stream().equals("denied")
                                ? session.rejectPlay(
                                        play.streamId(), "NetStream.Play.StreamNotFound", "No.")
                                : session.acceptPlay(play.streamId()));
            }
            case ServerEffect.Pause(int id, boolean paused, long positionMs) -> {
                log.add("pause %d %s at %d".formatted(id, paused, positionMs));
                answer(session.acceptPause(id, paused));
            }
            case MediaBegin begin -> begin(begin);
            case MediaBytes(var bytes) -> openBytes.bytes(bytes);
            case MediaEnd _ -> end("");
            case MediaAborted _ -> end(" aborted");
            case Data(int id, int timestampMs, var body) -> {
                assertNothingOpen();
                log.add("data %d at %d: %s".formatted(id, timestampMs, amf(body)));
            }
            case ServerEffect.CheckCall(String name) -> log.add("says " + name);
            case Hangup(var fault) -> log.add("hangup: " + fault.getMessage());
            case ServerEffect.StopPlay _, ServerEffect.Receive _, ServerEffect.BufferLength _ ->
                    log.add(effect.toString());
        }
    }

    private ByteBuffer connected(String app) {
        return switch (app) {
            case "denied" -> session.rejectConnect("NetConnection.Connect.Rejected", "No.");
            case "moved" -> session.redirectConnect(ELSEWHERE);
            case "check" -> session.acceptCheck();
            default -> session.acceptConnect();
        };
    }

    /// Sends an answer of the owner's own accord.
    void answer(ByteBuffer bytes) {
        toClient.bytes(bytes);
        ByteBuffer rest = bytes.duplicate();
        int handshake = Math.min(handshakeLeft, rest.remaining());
        handshakeLeft -= handshake;
        rest.position(rest.position() + handshake);
        try {
            sent.receive(rest);
        } catch (ProtocolException e) {
            throw new AssertionError("we sent nonsense", e);
        }
    }

    private void begin(MediaBegin begin) {
        assertNothingOpen();
        open = begin;
        openBytes.clear();
    }

    private void end(String how) {
        if (open == null) {
            throw new AssertionError("nothing is open");
        }
        String what = "%d %s at %d".formatted(open.streamId(), open.kind(), open.timestampMs());
        String sum = MessageText.sum(openBytes.toBuffer());
        log.add(what + ": " + (how.isEmpty() ? sum : "aborted"));
        if (how.isEmpty() && openBytes.size() != open.lengthBytes()) {
            throw new AssertionError("announced %d bytes".formatted(open.lengthBytes()));
        }
        open = null;
    }

    private void assertNothingOpen() {
        if (open != null) {
            throw new AssertionError("a message is open already");
        }
    }

    /// Forgets what happened so far.
    ServerHarness mark() {
        log.clear();
        return this;
    }

    String text() {
        return String.join("\n", log) + "\n";
    }

    private static String amf(ByteBuffer body) {
        try {
            return MessageText.amf(body);
        } catch (ProtocolException e) {
            return MessageText.sum(body);
        }
    }

    private static String shown(StreamAddress address) {
        return "%s %s/%s ?%s"
                .formatted(address.vhost(), address.app(), address.stream(), address.query());
    }
}
