package dev.millrace.bench.testing;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.ServerSettings;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.rtmp.StreamAddress;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One RTMP connection of the small server.
final class RtmpPeer {
    private static final int MS_NS = 1_000_000;

    private final SocketChannel socket;
    private final Hub hub;
    private final ServerSession session =
            new ServerSession(ServerSettings.DEFAULT, new SplittableRandom(1));
    private @Nullable String published;
    private TrackKind kind = TrackKind.DATA;
    private int timestampMs;
    private final ByteWriter body = new ByteWriter();

    RtmpPeer(SocketChannel socket, Hub hub) {
        this.socket = socket;
        this.hub = hub;
    }

    /// Serves the connection until it ends.
    void run() {
        try (socket) {
            ByteBuffer in = ByteBuffer.allocate(64 << 10);
            while (socket.read(in.clear()) >= 0) {
                for (ServerEffect effect : session.receive(in.flip(), now())) {
                    carryOut(effect);
                }
            }
        } catch (IOException e) {
            // The peer is gone, as peers go.
        } finally {
            if (published != null) {
                hub.unpublish(published);
            }
        }
    }

    private void carryOut(ServerEffect effect) throws IOException {
        switch (effect) {
            case SessionEffect.Send(ByteBuffer bytes) -> write(bytes);
            case ServerEffect.Connect _ -> write(session.acceptConnect());
            case ServerEffect.Publish publish -> publish(publish);
            case ServerEffect.Play play -> play(play);
            case SessionEffect.MediaBegin begin -> {
                kind = begin.kind();
                timestampMs = begin.timestampMs();
                body.clear();
            }
            case SessionEffect.MediaBytes(ByteBuffer bytes) -> body.bytes(bytes);
            case SessionEffect.MediaEnd _ when published != null ->
                    hub.send(published, new Hub.Message(kind, timestampMs, body.toByteArray()));
            case SessionEffect.Hangup _ -> socket.close();
            default -> {}
        }
    }

    private void publish(ServerEffect.Publish publish) throws IOException {
        String name = name(publish.address());
        if (hub.publish(name)) {
            published = name;
            write(session.acceptPublish(publish.streamId()));
        } else {
            write(
                    session.rejectPublish(
                            publish.streamId(), "NetStream.Publish.BadName", "it is taken"));
        }
    }

    private void play(ServerEffect.Play play) throws IOException {
        String name = name(play.address());
        if (!hub.exists(name)) {
            write(
                    session.rejectPlay(
                            play.streamId(), "NetStream.Play.StreamNotFound", "nobody sends it"));
            return;
        }
        write(session.acceptPlay(play.streamId()));
        write(session.ping(now()));
        hub.watch(name, message -> write(chunks(play.streamId(), message)));
    }

    private ByteBuffer chunks(int streamId, Hub.Message message) {
        boolean isVideo = message.kind() == TrackKind.VIDEO;
        var header =
                new MessageHeader(
                        isVideo ? MessageType.VIDEO : MessageType.AUDIO,
                        message.timestampMs(),
                        message.body().length,
                        streamId);
        var out = new ByteWriter(message.body().length + 64);
        int chunkStream = isVideo ? ChunkStreamId.VIDEO : ChunkStreamId.AUDIO;
        ChunkWriter.message(out, chunkStream, header, message.body(), session.chunkBytes());
        return out.toBuffer();
    }

    private synchronized void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private static String name(StreamAddress address) {
        return address.app() + "/" + address.stream();
    }

    private static long now() {
        return System.nanoTime() / MS_NS;
    }
}
