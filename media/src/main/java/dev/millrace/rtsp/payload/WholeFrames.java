package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.OpusPacket;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.rtp.RtpPacket;
import java.util.function.Consumer;

/// Sound of which every packet is one frame: Opus (RFC 7587, 4.2) and G.711 (RFC 3551, 4.5.14).
final class WholeFrames implements Depacketiser {
    private static final int FLV_A_LAW = 7;
    private static final int FLV_MU_LAW = 8;

    /// FLV, E.4.2.1: samples of 16 bits, once decoded.
    private static final int FLV_BITS_16 = 2;

    private static final int FLV_STEREO = 1;

    private final Codec config;
    private final SoundFrames frames = new SoundFrames();

    private WholeFrames(Codec config) {
        this.config = config;
    }

    /// RFC 7587, 7: every decoder makes two channels of whatever comes.
    static WholeFrames opus() {
        return new WholeFrames(OpusConfig.of(2));
    }

    /// At 8 kHz, the only rate that FLV knows of G.711.
    static WholeFrames g711(boolean aLaw, int channels) {
        int bits = FLV_BITS_16 | (channels == 2 ? FLV_STEREO : 0);
        return new WholeFrames(
                new OpaqueConfig(
                        TrackKind.AUDIO,
                        aLaw ? FLV_A_LAW : FLV_MU_LAW,
                        bits,
                        aLaw ? "G.711 A-law" : "G.711 mu-law"));
    }

    @Override
    public void packet(RtpPacket packet, int lost, Consumer<? super PayloadItem> sink) {
        byte[] frame = packet.payload();
        if (frame.length == 0) {
            return;
        }
        if (config instanceof OpusConfig && !isOpus(frame)) {
            frames.drop();
            return;
        }
        frames.configure(config, sink);
        frames.emit(packet.timestamp(), frame, sink);
    }

    @Override
    public void end(Consumer<? super PayloadItem> sink) {
        // every packet was whole
    }

    @Override
    public long dropped() {
        return frames.dropped();
    }

    private static boolean isOpus(byte[] frame) {
        try {
            return OpusPacket.samples(new ByteReader(frame)) > 0;
        } catch (ProtocolException e) {
            return false;
        }
    }
}
