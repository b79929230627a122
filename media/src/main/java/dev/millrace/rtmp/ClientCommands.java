package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.media.Route;
import dev.millrace.rtmp.ClientEffect.CheckCall;
import dev.millrace.rtmp.ClientEffect.Playing;
import dev.millrace.rtmp.ClientEffect.Publishing;
import dev.millrace.rtmp.ClientEffect.Rejected;
import dev.millrace.rtmp.ClientEffect.Status;
import dev.millrace.rtmp.ClientSession.Role;
import dev.millrace.rtmp.SessionEffect.Data;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.DataFrame;
import dev.millrace.rtmp.message.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The conversation of a client with its server, up to the media. RTMP 1.0, section 7.3.
///
/// ```
/// CONNECT --_result--> CREATE --_result with a stream--> START --Publish/Play.Start--> LIVE
/// CONNECT, CREATE, START --error--> CLOSED
/// CONNECT --_result--> LIVE, in a bandwidth check
/// ```
final class ClientCommands implements Inbound.Owner {
    enum State {
        CONNECT,
        CREATE,
        START,
        LIVE,
        CLOSED
    }

    private static final double CONNECT_ID = 1;
    private static final double RELEASE_ID = 2;
    private static final double FC_PUBLISH_ID = 3;
    private static final double CREATE_ID = 4;
    private static final double START_ID = 5;
    private static final double UNPUBLISH_ID = 6;
    private static final double DELETE_ID = 7;

    /// "A live stream, else a recorded one", in milliseconds as FFmpeg says it.
    private static final double LIVE_OR_RECORDED_MS = -2000;

    private final RtmpUrl url;
    private final Role role;
    private final ClientSettings settings;
    private final List<ClientEffect> effects = new ArrayList<>();
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;
    private State state = State.CONNECT;
    private int streamId;
    private Capabilities server = Capabilities.NONE;

    ClientCommands(RtmpUrl url, Role role, ClientSettings settings) {
        this.url = url;
        this.role = role;
        this.settings = settings;
    }

    State state() {
        return state;
    }

    int streamId() {
        return streamId;
    }

    Capabilities server() {
        return server;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    List<ClientEffect> effects() {
        return effects;
    }

    void send(Outgoing outgoing) {
        emit(new Send(outgoing.toBuffer()));
    }

    /// Asks for the application. RTMP 1.0, section 7.2.1.1.
    void connect() {
        AmfFields fields = new AmfFields().put("app", url.app());
        if (role == Role.PUBLISH) {
            fields.put("type", "nonprivate")
                    .put("flashVer", "FMLE/3.0 (compatible; Millrace)")
                    .put("tcUrl", url.tcUrl());
            Capabilities.announce(fields, Capabilities.CAN_ENCODE | Capabilities.CAN_FORWARD);
        } else {
            fields.put("flashVer", "LNX 9,0,124,2")
                    .put("tcUrl", url.tcUrl())
                    .put("fpad", false)
                    .put("capabilities", 15)
                    .put("audioCodecs", 4071)
                    .put("videoCodecs", 252)
                    .put("videoFunction", 1);
            Capabilities.announce(fields, Capabilities.CAN_DECODE | Capabilities.CAN_FORWARD);
        }
        if (!settings.via().isEmpty()) {
            fields.put(ConnectRequest.VIA, Route.text(settings.via()));
        }
        send(outgoing().command(0, Command.of("connect", CONNECT_ID, fields.toObject())));
    }

    /// What to say before the connection is closed.
    Outgoing close() {
        Outgoing out = outgoing();
        if (role != Role.CHECK && (state == State.START || state == State.LIVE)) {
            if (role == Role.PUBLISH) {
                out.command(0, named("FCUnpublish", UNPUBLISH_ID));
            }
            AmfValue stream = AmfValue.of(streamId);
            out.command(0, Command.of("deleteStream", DELETE_ID, AmfNull.NULL, stream));
        }
        state = State.CLOSED;
        return out;
    }

    @Override
    public void emit(SessionEffect effect) {
        if (!(effect instanceof Data data && DataFrame.isForPlayer(data.body()))) {
            effects.add(effect);
        }
    }

    /// Servers send media as soon as they have heard of the play, and some with a stream number of
    /// their own; there is only one stream it can belong to.
    @Override
    public OptionalInt mediaStream(int ignoredId) {
        boolean wanted = state == State.START || state == State.LIVE;
        return wanted && role == Role.PLAY ? OptionalInt.of(streamId) : OptionalInt.empty();
    }

    @Override
    public void bufferLength(int ignoredId, long lengthMs) {} // servers have nothing to hold

    @Override
    public void command(int onStreamId, Command command) {
        if (state == State.CLOSED) {
            return;
        }
        switch (command.name()) {
            case "_result" -> result(command);
            case "_error" -> error(command);
            case "onStatus" -> status(onStreamId, command.argument(1));
            case "_onbwcheck" -> // Flash Media Server measures, and wants its number back
                    send(outgoing().command(0, result(command.transactionId())));
            default -> said(command);
        }
    }

    /// onBWDone, onFCPublish and what else servers say without need; in a check it is what counts.
    private void said(Command command) {
        if (role == Role.CHECK) {
            effects.add(new CheckCall(command));
        }
    }

    private void result(Command command) {
        if (command.transactionId() == CONNECT_ID && state == State.CONNECT) {
            server = Capabilities.of(command.argument(0));
            connected();
        } else if (command.transactionId() == CREATE_ID && state == State.CREATE) {
            state = State.START;
            streamId = (int) command.number(1, 1);
            start();
        }
    }

    private void connected() {
        Outgoing out = outgoing().chunkSize(settings.chunkBytes());
        chunkBytes = settings.chunkBytes();
        if (role == Role.CHECK) {
            state = State.LIVE;
            send(out);
        } else {
            state = State.CREATE;
            createStream(out);
        }
    }

    private void createStream(Outgoing out) {
        if (role == Role.PUBLISH) {
            out.command(0, named("releaseStream", RELEASE_ID));
            out.command(0, named("FCPublish", FC_PUBLISH_ID));
        }
        send(out.command(0, Command.of("createStream", CREATE_ID, AmfNull.NULL)));
    }

    private void start() {
        AmfValue name = AmfValue.of(url.stream());
        if (role == Role.PUBLISH) {
            AmfValue type = AmfValue.of("live");
            Command publish = Command.of("publish", START_ID, AmfNull.NULL, name, type);
            send(outgoing().command(streamId, publish));
        } else {
            AmfValue from = AmfValue.of(LIVE_OR_RECORDED_MS);
            Command play = Command.of("play", START_ID, AmfNull.NULL, name, from);
            send(
                    outgoing()
                            .command(streamId, play)
                            .bufferLength(streamId, settings.bufferLengthMs()));
        }
    }

    /// Refusals of releaseStream and FCPublish mean nothing: most servers do not know these.
    private void error(Command command) {
        if (command.transactionId() == CONNECT_ID || command.transactionId() == CREATE_ID) {
            reject(command.argument(1));
        }
    }

    private void status(int onStreamId, AmfValue info) {
        String code = info.text("code", "");
        boolean isLive = state == State.LIVE;
        if (!isLive && info.text("level", "").equals("error")) {
            reject(info);
        } else if (!isLive && code.equals("NetStream.Publish.Start")) {
            state = State.LIVE;
            effects.add(new Publishing(streamId));
        } else if (!isLive && code.equals("NetStream.Play.Start")) {
            state = State.LIVE;
            effects.add(new Playing(streamId));
        } else {
            effects.add(
                    new Status(
                            onStreamId,
                            info.text("level", "status"),
                            code,
                            info.text("description", "")));
        }
    }

    private void reject(AmfValue info) {
        state = State.CLOSED;
        effects.add(
                new Rejected(
                        info.text("code", ""),
                        info.text("description", ""),
                        info.get("ex").flatMap(this::redirect)));
    }

    /// Older servers name the application only; the stream in it is the same.
    private Optional<String> redirect(AmfValue ex) {
        return text(ex, "redirect2")
                .or(() -> text(ex, "redirect").map(tcUrl -> tcUrl + "/" + url.stream()));
    }

    private static Optional<String> text(AmfValue ex, String name) {
        return ex.get(name).flatMap(AmfValue::asText).filter(text -> !text.isBlank());
    }

    private Command named(String command, double transactionId) {
        return Command.of(command, transactionId, AmfNull.NULL, AmfValue.of(url.stream()));
    }

    private static Command result(double transactionId) {
        return Command.of("_result", transactionId, AmfNull.NULL);
    }

    private Outgoing outgoing() {
        return new Outgoing(chunkBytes);
    }
}
