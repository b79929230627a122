package dev.millrace.client;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import dev.millrace.rtmp.SessionEffect;
import java.io.IOException;
import java.util.Set;

/// Plays one stream of an RTMP server. RTMP 1.0, section 7.2.2.1.
///
/// One thread plays; any thread may close.
public final class RtmpPlayer implements MediaSource {
    /// Data messages about the session: they are of no use in a recording.
    private static final Set<AmfValue> SERVERS_OWN =
            Set.of(AmfValue.of("|RtmpSampleAccess"), AmfValue.of("onStatus"));

    private final RtmpLink link;
    private final EventQueue events = new EventQueue();
    private final TagInterpreter interpreter = new TagInterpreter(events::add);
    private final ByteWriter body = new ByteWriter();
    private TrackKind kind = TrackKind.DATA;
    private int timestampMs;
    private boolean playing;
    private boolean ended;

    private RtmpPlayer(RtmpLink link) {
        this.link = link;
    }

    /// Plays `rtmp://host/app/stream` or `rtmps://…`.
    public static RtmpPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the server has agreed to serve the stream, or the one that it sends us to.
    ///
    /// @throws RejectedException with the server's reason
    public static RtmpPlayer connect(String url, ClientOptions options) throws IOException {
        return RtmpLink.follow(url, to -> open(to, options));
    }

    private static RtmpPlayer open(String url, ClientOptions options) throws IOException {
        var player = new RtmpPlayer(RtmpLink.connect(url, ClientSession.Role.PLAY, options));
        try {
            while (!player.playing && !player.ended) {
                player.receive();
            }
            if (options.isSupervised()) {
                player.link.readTimeout(0);
            }
            return player;
        } catch (IOException e) {
            player.close();
            throw e;
        }
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::receive);
    }

    @Override
    public void close() {
        try {
            link.sayGoodbye();
        } catch (IOException e) {
            // The server is gone already.
        } finally {
            link.close();
        }
    }

    private void receive() throws IOException {
        if (!link.receive(this::carryOut)) {
            end("the server closed the connection");
        }
    }

    private void carryOut(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Playing _ -> playing = true;
            case SessionEffect.MediaBegin begin -> {
                kind = begin.kind();
                timestampMs = begin.timestampMs();
                body.clear();
            }
            case SessionEffect.MediaBytes(var bytes) -> body.bytes(bytes);
            case SessionEffect.MediaEnd() -> tag(kind, timestampMs, body);
            case SessionEffect.MediaAborted() -> body.clear();
            case SessionEffect.Data(_, var atMs, var bytes) ->
                    data(atMs, new ByteWriter().bytes(bytes));
            case ClientEffect.Status status -> status(status);
            case ClientEffect.Publishing _, ClientEffect.Rejected _, ClientEffect.CheckCall _ -> {}
            case SessionEffect.Send _, SessionEffect.Hangup _ -> {}
        }
    }

    /// Hands on what belongs to the stream, and not what the server says on its own behalf.
    private void data(int atMs, ByteWriter message) {
        var in = new AmfReader(new ByteReader(message.array(), 0, message.size()));
        try {
            if (in.hasNext() && SERVERS_OWN.contains(in.next())) {
                return;
            }
        } catch (ProtocolException e) {
            // Whoever looks inside will find out.
        }
        tag(TrackKind.DATA, atMs, message);
    }

    private void tag(TrackKind tagKind, int tagTimestampMs, ByteWriter tagBody) {
        interpreter.tag(new FlvTag(tagKind, tagTimestampMs & 0xFFFF_FFFFL, tagBody.toByteArray()));
    }

    private void status(ClientEffect.Status status) {
        String text =
                status.description().isEmpty()
                        ? status.code()
                        : status.code() + ": " + status.description();
        boolean over =
                switch (status.code()) {
                    case "NetStream.Play.Stop", "NetStream.Play.Complete" -> true;
                    default -> status.level().equals("error");
                };
        if (over) {
            end(text);
        } else if (playing) { // what comes before says only that it will begin
            events.add(new MediaEvent.Notice(text));
        }
    }

    private void end(String reason) {
        ended = true;
        events.add(new MediaEvent.Ended(reason));
    }
}
