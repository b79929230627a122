package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.rtmp.message.Command;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Leads every command of a client to the family that carries it out.
final class ServerCommands implements Inbound.Owner {
    final ConnectCommands connection;
    final PublishCommands publishers;
    final PlayCommands players;

    private final ServerLink link;
    private final NetStreams streams = new NetStreams();
    private final StreamCommands ends;
    private final Inbound inbound;
    private boolean isCheck;

    ServerCommands(ServerLink link, ServerSettings settings, Acknowledger acknowledger) {
        this.link = link;
        inbound = new Inbound(this, acknowledger, RtmpLimit.ASIDE_BYTES_OF_STRANGERS);
        connection = new ConnectCommands(link, settings);
        ends = new StreamCommands(link, streams, inbound);
        publishers = new PublishCommands(link, streams, ends, connection);
        players = new PlayCommands(link, streams, ends, connection);
    }

    Inbound inbound() {
        return inbound;
    }

    /// All that the client says from here on belongs to a bandwidth check.
    void check() {
        isCheck = true;
        inbound.expectNoise();
    }

    @Override
    public void emit(SessionEffect effect) {
        link.emit(effect);
    }

    /// Media belongs to the stream it names. Some encoders name one that does not exist, and mean
    /// the only one they publish.
    @Override
    public OptionalInt mediaStream(int streamId) {
        Optional<NetStream> named = streams.find(streamId);
        if (named.isPresent()) {
            return named.get().isPublish() ? OptionalInt.of(streamId) : OptionalInt.empty();
        }
        List<NetStream> all = streams.publishing();
        return all.size() == 1 ? OptionalInt.of(all.getFirst().id()) : OptionalInt.empty();
    }

    @Override
    public void bufferLength(int streamId, long lengthMs) {
        players.bufferLength(streamId, lengthMs);
    }

    @Override
    public void command(int streamId, Command command) throws OverLimit {
        if (isCheck) {
            link.emit(new ServerEffect.CheckCall(command.name()));
        } else if (command.name().equals("connect")) {
            connection.connect(command);
        } else if (connection.isAsked()) {
            connected(streamId, command);
        } else {
            link.error(command, "NetConnection.Call.Prohibited", "Connect first.");
        }
    }

    private void connected(int streamId, Command command) throws OverLimit {
        switch (command.name()) {
            case "createStream" -> ends.createStream(command);
            case "deleteStream" -> ends.deleteStream(command);
            case "closeStream" -> ends.closeStream(streamId);
            case "releaseStream" -> publishers.releaseStream(command);
            case "FCPublish" -> publishers.fcPublish(command);
            case "FCUnpublish" -> publishers.fcUnpublish(command);
            case "publish" -> publishers.publish(streamId, command);
            case "play" -> players.play(streamId, command);
            case "pause", "pauseRaw" -> players.pause(streamId, command);
            case "seek" -> players.seek(streamId);
            case "receiveAudio" -> players.receive(streamId, TrackKind.AUDIO, command);
            case "receiveVideo" -> players.receive(streamId, TrackKind.VIDEO, command);
            case "FCSubscribe" -> players.fcSubscribe(command);
            case "getStreamLength" -> players.getStreamLength(command);
            case "_checkbw", "FCUnsubscribe", "initStream" -> connection.acknowledge(command);
            case "_result", "_error", "onStatus" -> {} // answers to questions we do not ask
            default -> link.error(command, "NetConnection.Call.Failed", "Unknown command.");
        }
    }
}
