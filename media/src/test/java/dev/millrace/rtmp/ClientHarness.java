package dev.millrace.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.ClientEffect.Playing;
import dev.millrace.rtmp.ClientEffect.Publishing;
import dev.millrace.rtmp.ClientEffect.Rejected;
import dev.millrace.rtmp.ClientEffect.Status;
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
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/// A client session and an owner that writes everything down: what happens, its media by length and
/// checksum, and, behind `>`, what it tells the server.
final class ClientHarness {
    private static final int HANDSHAKE_BYTES = 1 + 2 * 1536;

    final ClientSession session;
    final List<String> log = new ArrayList<>();
    final ByteWriter toServer = new ByteWriter();

    private final AsideBudget budget = new AsideBudget(RtmpLimit.ASIDE_BYTES);
    private final ChunkReader sent =
            new ChunkReader(header -> new MessageCollector(header, budget, this::told));
    private final ByteWriter openBytes = new ByteWriter();
    private int handshakeLeft = HANDSHAKE_BYTES;
    private String open = "";

    ClientHarness(String url, ClientSession.Role role) {
        this(url, role, ClientSettings.DEFAULT);
    }

    ClientHarness(String url, ClientSession.Role role, ClientSettings settings) {
        session = new ClientSession(url(url), role, settings, new Random(2));
        send(session.start(0));
    }

    private static RtmpUrl url(String text) {
        try {
            return RtmpUrl.parse(text);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    ClientHarness receive(byte[] bytes) {
        return receive(bytes, () -> bytes.length);
    }

    /// Feeds `bytes` in pieces of as many bytes as `steps` says.
    ClientHarness receive(byte[] bytes, IntSupplier steps) {
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(steps.getAsInt(), bytes.length - at);
            session.receive(ByteBuffer.wrap(bytes, at, step), 0).forEach(this::obey);
            at += step;
        }
        return this;
    }

    private void obey(ClientEffect effect) {
        switch (effect) {
            case Send(var bytes) -> send(bytes);
            case MediaBegin(int id, var kind, int timestampMs, _) -> {
                open = "%d %s at %d: ".formatted(id, kind, timestampMs);
                openBytes.clear();
            }
            case MediaBytes(var bytes) -> openBytes.bytes(bytes);
            case MediaEnd _ -> log.add(open + MessageText.sum(openBytes.toBuffer()));
            case MediaAborted _ -> log.add(open + "aborted");
            case Data(int id, int timestampMs, var body) ->
                    log.add("data %d at %d: %s".formatted(id, timestampMs, amf(body)));
            case Hangup(var fault) -> log.add("hangup: " + fault.getMessage());
            case Publishing _, Playing _, Status _, Rejected _, ClientEffect.CheckCall _ ->
                    log.add(effect.toString());
        }
    }

    void send(List<ByteBuffer> slices) {
        slices.forEach(this::send);
    }

    void send(ByteBuffer bytes) {
        toServer.bytes(bytes);
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

    private void told(MessageHeader header, ByteBuffer body) throws ProtocolException {
        if (header.type() == MessageType.SET_CHUNK_SIZE) {
            sent.chunkSize(body.getInt(body.position()));
        }
        log.add("> " + MessageText.of(header, body));
    }

    private static String amf(ByteBuffer body) {
        try {
            return MessageText.amf(body);
        } catch (ProtocolException e) {
            return MessageText.sum(body);
        }
    }

    /// Forgets what happened so far.
    ClientHarness mark() {
        log.clear();
        return this;
    }

    /// What was sent since the last time.
    byte[] takeToServer() {
        byte[] bytes = toServer.toByteArray();
        toServer.clear();
        return bytes;
    }

    String text() {
        return String.join("\n", log) + "\n";
    }
}
