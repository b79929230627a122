package dev.millrace.bench.play;

import dev.millrace.amf.AmfValue;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.Link;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import dev.millrace.rtmp.ClientSettings;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One RTMP player.
///
/// A whole [ClientSession] speaks until the server has said that the stream plays. A [ChunkSkimmer]
/// reads the same bytes from the first chunk on, so from then on it can go on alone.
final class RtmpPlayer extends Player {
    /// S0, S1 and S2. RTMP 1.0, section 5.2.
    private static final int HANDSHAKE_BYTES = 1 + 1536 + 1536;

    private static final int NS_PER_MS = 1_000_000;

    private final ChunkSkimmer skimmer = new ChunkSkimmer(this::message);
    private final Acknowledger acknowledger =
            new Acknowledger(ClientSettings.DEFAULT.windowBytes());
    private int handshakeLeft = HANDSHAKE_BYTES;
    private @Nullable ClientSession session;
    private @Nullable Link link;

    RtmpPlayer(RtmpUrl url, RandomGenerator random, Roster.Member member, Watch watch) {
        super(member, watch);
        session = new ClientSession(url, ClientSession.Role.PLAY, ClientSettings.DEFAULT, random);
    }

    @Override
    void begin(Link newLink) {
        link = newLink;
        if (session != null) {
            newLink.write(session.start(System.nanoTime() / NS_PER_MS));
        }
    }

    @Override
    void take(Link to, ByteBuffer in) throws ProtocolException {
        acknowledger.received(in.remaining());
        if (session != null) {
            converse(session, to, in.duplicate());
        }
        int skipped = Math.min(handshakeLeft, in.remaining());
        handshakeLeft -= skipped;
        in.position(in.position() + skipped);
        skimmer.receive(in);
        if (session == null && acknowledger.isDue()) {
            to.write(control().acknowledgement(acknowledger.receivedBytes()).toBuffer());
        }
    }

    private void converse(ClientSession speaker, Link to, ByteBuffer in) throws ProtocolException {
        for (ClientEffect effect : speaker.receive(in, nowNs() / NS_PER_MS)) {
            switch (effect) {
                case SessionEffect.Send(ByteBuffer bytes) -> to.write(bytes);
                case SessionEffect.Hangup(ProtocolException fault) -> throw fault;
                case ClientEffect.Playing _ -> {
                    session = null;
                    established();
                }
                case ClientEffect.Rejected(String code, String description, _) ->
                        giveUp(to, "refused: %s, %s".formatted(code, description));
                default -> {} // media, which the skimmer sees as well
            }
        }
    }

    /// One message. The session answers them as long as it is there.
    private void message(MessageHead head) throws ProtocolException {
        watch().message(head, nowNs());
        if (link == null || head.lengthBytes() > head.keptBytes()) {
            return;
        }
        var body = new ByteReader(head.first(), 0, head.keptBytes());
        switch (head.type()) {
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> acknowledger.window(body.i32());
            case MessageType.USER_CONTROL -> userControl(link, body);
            case MessageType.COMMAND -> command(link, body);
            default -> {}
        }
    }

    private void userControl(Link to, ByteReader body) throws ProtocolException {
        if (session == null && body.u16() == UserControl.PING_REQUEST) {
            var pong = control().userControl(UserControl.PING_RESPONSE, body.i32());
            to.write(pong.toBuffer());
        }
    }

    private void command(Link to, ByteReader body) throws ProtocolException {
        if (session != null) {
            return;
        }
        Command command = Command.decode(body);
        AmfValue info = command.argument(1);
        if (command.name().equals("onStatus") && info.text("level", "").equals("error")) {
            giveUp(to, "ended by the server: " + info.text("code", "without a code"));
        }
    }

    /// Control messages fit into any chunk.
    private static Outgoing control() {
        return new Outgoing(ChunkReader.DEFAULT_CHUNK_BYTES);
    }
}
