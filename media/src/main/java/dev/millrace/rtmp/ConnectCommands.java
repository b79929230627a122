package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The commands of the connection itself, as a server carries them out. RTMP 1.0, section 7.2.1.
final class ConnectCommands {
    /// Encoders look for a Flash Media Server of at least version 3 before they offer H.264.
    private static final String FMS_VERSION = "3,5,3,888";

    private static final int CAPABILITIES = 127;

    private final ServerLink link;
    private final ServerSettings settings;
    private @Nullable ConnectRequest request;
    private double transactionId;

    ConnectCommands(ServerLink link, ServerSettings settings) {
        this.link = link;
        this.settings = settings;
    }

    /// Whether the client has said what it wants; before that no other command makes sense.
    boolean isAsked() {
        return request != null;
    }

    /// The client's request.
    ConnectRequest request() {
        if (request == null) {
            throw new IllegalStateException("the client has not asked to connect");
        }
        return request;
    }

    void connect(Command command) {
        if (request != null) {
            link.error(command, "NetConnection.Connect.Failed", "Already connected.");
            return;
        }
        transactionId = command.transactionId();
        request = ConnectRequest.of(command.argument(0));
        link.emit(new ServerEffect.Connect(request));
    }

    /// Answers a command that only wants an answer: the bandwidth check, and requests about
    /// subscriptions that we do not keep.
    void acknowledge(Command command) {
        link.result(command, AmfNull.NULL, AmfUndefined.UNDEFINED);
    }

    /// Window, bandwidth, chunk size, and success.
    Outgoing accept() {
        Outgoing out =
                link.outgoing()
                        .windowAcknowledgementSize(settings.windowBytes())
                        .peerBandwidth(settings.windowBytes())
                        .chunkSize(settings.chunkBytes());
        link.chunkBytes(settings.chunkBytes());
        return out.command(0, success());
    }

    /// The server has measured nothing, and is done with it: some clients wait for that.
    static Command bandwidthDone() {
        return Command.of("onBWDone", 0, AmfNull.NULL);
    }

    ByteBuffer reject(String code, String description) {
        return reject(Outgoing.statusFields("error", code, description));
    }

    ByteBuffer reject(AmfFields fields) {
        request(); // an answer to nothing is a mistake of the owner
        return link.outgoing()
                .command(0, Command.of("_error", transactionId, AmfNull.NULL, fields.toObject()))
                .toBuffer();
    }

    private Command success() {
        AmfFields server =
                new AmfFields()
                        .put("fmsVer", "FMS/" + FMS_VERSION)
                        .put("capabilities", CAPABILITIES)
                        .put("mode", 1);
        if (request().capabilities().announced()) { // who asks for nothing gets no new words
            Capabilities.announce(server, Capabilities.CAN_FORWARD);
        }
        AmfFields data = new AmfFields().put("version", FMS_VERSION);
        if (!settings.serverName().isEmpty()) {
            data.put("server", settings.serverName());
        }
        AmfFields status =
                Outgoing.statusFields(
                                "status", "NetConnection.Connect.Success", "Connection succeeded.")
                        .put("objectEncoding", request().properties().number("objectEncoding", 0))
                        .put("data", data.toEcmaArray());
        return Command.of("_result", transactionId, server.toObject(), status.toObject());
    }
}
