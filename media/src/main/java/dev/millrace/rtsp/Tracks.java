package dev.millrace.rtsp;

import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtsp.message.RtpInfo;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.TransportHeader;
import dev.millrace.rtsp.rtp.RtcpWriter;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.rtp.WallClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The tracks that play, and the ways that their packets take.
final class Tracks {
    /// @param rtp the channel of RTP over TCP, the server's port over UDP
    /// @param rtcp that of RTCP
    private record Way(TrackReceiver receiver, boolean isTcp, OptionalInt rtp, OptionalInt rtcp) {}

    private final SessionSettings settings;
    private final Consumer<? super RtspEffect> effects;
    private final List<Way> ways = new ArrayList<>();
    private final WallClock wall = new WallClock();
    private final int ssrc;
    private final RtcpWriter writer;
    private long heardAtMs;

    Tracks(SessionSettings settings, RandomGenerator random, Consumer<? super RtspEffect> effects) {
        this.settings = settings;
        this.effects = effects;
        ssrc = random.nextInt();
        writer = new RtcpWriter(ssrc, "%016x".formatted(random.nextLong()));
    }

    /// How to ask for the packets of the next track.
    String transport(PlannedTrack track) {
        return settings.isUdp()
                ? TransportHeader.overUdp(track.profile(), settings.udpPorts().get(ways.size()))
                : TransportHeader.overTcp(track.profile(), 2 * ways.size());
    }

    /// The server will send a track.
    ///
    /// @param answer how; it may leave away what it was asked for
    void add(PlannedTrack track, TransportHeader answer) throws Unsupported {
        boolean isTcp = answer.isTcp() || answer.channel().isPresent();
        if (!isTcp && !settings.isUdp()) {
            throw new Unsupported("the server sends over UDP what was wanted over TCP");
        }
        int index = ways.size();
        var receiver = new TrackReceiver(track, !isTcp, wall, effects);
        if (isTcp) {
            int channel = answer.channel().orElse(2 * index);
            int control = answer.controlChannel().orElse(channel + 1);
            ways.add(new Way(receiver, true, OptionalInt.of(channel), OptionalInt.of(control)));
        } else {
            ways.add(new Way(receiver, false, answer.port(), answer.controlPort()));
            send(index, false, RtpPacket.opener(ssrc));
        }
    }

    /// How packets travel, for people.
    String wayName() {
        return settings.isUdp() ? "UDP" : "TCP";
    }

    boolean isEmpty() {
        return ways.isEmpty();
    }

    /// When a packet of media came last.
    long heardAtMs() {
        return heardAtMs;
    }

    /// Where the server says that it begins to play.
    void begin(List<RtpInfo> infos) {
        for (Way way : ways) {
            infos.stream()
                    .filter(info -> info.isOf(way.receiver.track().url()))
                    .findFirst()
                    .flatMap(info -> info.rtpTimestamp().stream().boxed().findFirst())
                    .ifPresent(way.receiver::begin);
        }
    }

    /// A packet came between the messages.
    void packet(RtspMessage.Packet packet, long nowMs) {
        for (Way way : ways) {
            if (way.isTcp && way.rtp.orElse(-1) == packet.channel()) {
                media(way, packet.bytes(), nowMs);
            } else if (way.isTcp && way.rtcp.orElse(-1) == packet.channel()) {
                way.receiver.control(packet.bytes(), nowMs);
            }
        }
    }

    /// A datagram came.
    void datagram(int track, boolean isControl, byte[] bytes, long nowMs) {
        if (track >= ways.size() || ways.get(track).isTcp) {
            return;
        }
        if (isControl) {
            ways.get(track).receiver.control(bytes, nowMs);
        } else {
            media(ways.get(track), bytes, nowMs);
        }
    }

    private void media(Way way, byte[] bytes, long nowMs) {
        if (way.receiver.packet(bytes, nowMs)) {
            heardAtMs = nowMs;
        }
    }

    boolean isWaiting() {
        return ways.stream().anyMatch(way -> way.receiver.isWaiting());
    }

    /// Whether every sender said that nothing more will come.
    boolean areOver() {
        return !ways.isEmpty() && ways.stream().allMatch(way -> way.receiver.isOver());
    }

    void tick(long nowMs) {
        ways.forEach(way -> way.receiver.tick(nowMs));
    }

    void report(long nowMs) {
        for (int i = 0; i < ways.size(); i++) {
            send(i, true, ways.get(i).receiver.report(writer, nowMs));
        }
    }

    void bye(long nowMs) {
        for (int i = 0; i < ways.size(); i++) {
            send(i, true, ways.get(i).receiver.bye(writer, nowMs));
        }
    }

    void end() {
        ways.forEach(way -> way.receiver.end());
    }

    private void send(int track, boolean isControl, byte[] bytes) {
        Way way = ways.get(track);
        OptionalInt to = isControl ? way.rtcp : way.rtp;
        if (to.orElse(0) == 0 && !way.isTcp) {
            return; // the server did not say where
        }
        effects.accept(
                way.isTcp
                        ? new RtspEffect.Send(
                                new RtspMessage.Packet(to.orElseThrow(), bytes).encode())
                        : new RtspEffect.SendDatagram(track, isControl, to.orElseThrow(), bytes));
    }
}
