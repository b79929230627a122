package dev.millrace.rtsp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.payload.PayloadItem;
import dev.millrace.rtsp.rtp.DecodingOrder;
import dev.millrace.rtsp.rtp.Reception;
import dev.millrace.rtsp.rtp.ReorderBuffer;
import dev.millrace.rtsp.rtp.RtcpItem;
import dev.millrace.rtsp.rtp.RtcpWriter;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.rtp.TrackClock;
import dev.millrace.rtsp.rtp.WallClock;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Makes frames of the packets of one track. What makes no sense is passed over.
final class TrackReceiver {
    /// Where the timeline begins, so that what is decoded before the first frame is shown has a
    /// time as well.
    private static final long LEAD_US = MediaTime.US_PER_SECOND;

    /// Two frames of sound with the same time are a mistake of the sender's.
    private static final long STEP_US_MIN = 1_000;

    private final PlannedTrack track;
    private final Consumer<? super RtspEffect> effects;
    private final ReorderBuffer buffer;
    private final Reception reception;
    private final TrackClock clock;
    private final DecodingOrder order = new DecodingOrder();
    private int ssrc;
    private boolean over;
    private long lostBefore;
    private long nowUs;
    private long lastSoundUs;

    /// @param isUdp whether packets may come in another order
    TrackReceiver(
            PlannedTrack track,
            boolean isUdp,
            WallClock wall,
            Consumer<? super RtspEffect> effects) {
        this.track = track;
        this.effects = effects;
        this.buffer = new ReorderBuffer(isUdp, this::inOrder);
        this.reception = new Reception(track.format().clockRateHz());
        this.clock = new TrackClock(track.format().clockRateHz(), wall);
    }

    PlannedTrack track() {
        return track;
    }

    /// Whether the sender said that nothing more will come.
    boolean isOver() {
        return over;
    }

    /// Whether [#tick] has something to do soon.
    boolean isWaiting() {
        return buffer.isWaiting();
    }

    /// The server says which timestamp is at the beginning.
    void begin(int rtpTimestamp) {
        clock.beginAt(rtpTimestamp, LEAD_US);
    }

    /// A packet of RTP came.
    ///
    /// @param nowMs since the stream began to play
    /// @return whether it was one of this track
    boolean packet(byte[] bytes, long nowMs) {
        RtpPacket packet;
        try {
            packet = RtpPacket.parse(new ByteReader(bytes));
        } catch (ProtocolException e) {
            return false; // it will be missing
        }
        if (packet.payloadType() != track.format().payloadType()) {
            return false; // comfort noise, tones: nobody asked for them
        }
        if (reception.isStarted() && packet.ssrc() != ssrc) {
            buffer.restart();
            clock.restart();
        }
        ssrc = packet.ssrc();
        over = false;
        nowUs = LEAD_US + MediaTime.msToUs(nowMs);
        reception.packet(packet, nowMs);
        buffer.receive(packet, nowMs);
        return true;
    }

    /// A packet of RTCP came.
    void control(byte[] bytes, long nowMs) {
        try {
            for (RtcpItem item : RtcpItem.parse(new ByteReader(bytes))) {
                control(item, nowMs);
            }
        } catch (ProtocolException e) {
            // the next report is as good
        }
    }

    private void control(RtcpItem item, long nowMs) {
        switch (item) {
            case RtcpItem.SenderReport report -> {
                if (!reception.isStarted() || report.ssrc() == ssrc) {
                    reception.senderReport(report, nowMs);
                    clock.report(report);
                }
            }
            case RtcpItem.Bye(var ssrcs) ->
                    over |= ssrcs.isEmpty() || !reception.isStarted() || ssrcs.contains(ssrc);
        }
    }

    void tick(long nowMs) {
        buffer.tick(nowMs);
    }

    /// Nothing follows: hands over what is whole.
    void end() {
        buffer.flush();
        track.format().depacketiser().end(this::item);
    }

    /// What we tell the sender, and people if something was lost.
    byte[] report(RtcpWriter writer, long nowMs) {
        long lost = reception.lost();
        if (lost > lostBefore) {
            effects.accept(
                    new RtspEffect.Notice(
                            "%s: %d packets lost, %d frames left out so far"
                                    .formatted(
                                            track.name(),
                                            lost,
                                            track.format().depacketiser().dropped())));
        }
        lostBefore = Math.max(lost, lostBefore);
        return writer.report(reception, nowMs);
    }

    byte[] bye(RtcpWriter writer, long nowMs) {
        return writer.bye(reception, nowMs);
    }

    private void inOrder(RtpPacket packet, int lost) {
        if (lost > 0) {
            order.restart();
        }
        track.format().depacketiser().packet(packet, lost, this::item);
    }

    private void item(PayloadItem item) {
        switch (item) {
            case PayloadItem.Configuration(var codec) -> {
                configure(codec);
                effects.accept(new RtspEffect.Configured(codec));
            }
            case PayloadItem.Unit unit -> {
                FrameHeader header = header(unit);
                effects.accept(new RtspEffect.Media(new Frame(header, unit.payload())));
            }
        }
    }

    private void configure(Codec codec) {
        OptionalInt reordered =
                switch (codec) {
                    case H264Config config -> config.reorderedFrames();
                    case HevcConfig config -> config.reorderedFrames();
                    default -> OptionalInt.empty();
                };
        if (codec instanceof VideoCodec video) {
            order.configure(reordered.orElse(0), video.frameRate().orElse(track.frameRate()));
        }
    }

    private FrameHeader header(PayloadItem.Unit unit) {
        long us = clock.timeUs(unit.rtpTimestamp(), nowUs);
        int length = unit.payload().length;
        if (track.format().kind() == TrackKind.VIDEO) {
            long dtsUs = order.dtsUs(us);
            return FrameHeader.video(dtsUs, Math.toIntExact(us - dtsUs), unit.key(), length);
        }
        lastSoundUs = Math.max(us, lastSoundUs + STEP_US_MIN);
        return FrameHeader.audio(lastSoundUs, length);
    }
}
