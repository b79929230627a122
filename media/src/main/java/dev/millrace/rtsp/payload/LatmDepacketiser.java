package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.FormatParameters;
import dev.millrace.rtsp.sdp.RtpMap;
import java.util.function.Consumer;

/// AAC in packets of `MP4A-LATM`, whose configuration is in the description. RFC 3016 and RFC 6416,
/// 6.
///
/// An element is any number of bytes of 255 and one that is less, whose sum is the length of the
/// frame behind them, once for each subframe. A packet has whole elements, or a piece of one; the
/// marker ends it.
final class LatmDepacketiser implements Depacketiser {
    private final LatmConfig config;
    private final int clockRateHz;
    private final SoundFrames frames = new SoundFrames();

    LatmDepacketiser(RtpMap map, FormatParameters parameters) throws ProtocolException {
        byte[] muxConfig = parameters.hex("config");
        if (parameters.number("cpresent", 1, 1) == 1 || muxConfig.length == 0) {
            throw new Unsupported("MP4A-LATM with its configuration in the stream (cpresent=1)");
        }
        config = LatmConfig.parse(muxConfig);
        clockRateHz = map.clockRateHz();
    }

    @Override
    public void packet(RtpPacket packet, int lost, Consumer<? super PayloadItem> sink) {
        frames.packet(packet.timestamp(), lost);
        try {
            frames.append(new ByteReader(packet.payload()));
            if (packet.marker()) {
                read(packet.timestamp(), frames.takePending(), sink);
            }
        } catch (ProtocolException e) {
            frames.fault();
        }
    }

    @Override
    public void end(Consumer<? super PayloadItem> sink) {
        // what waits lacks its end
    }

    @Override
    public long dropped() {
        return frames.dropped();
    }

    private void read(int timestamp, byte[] elements, Consumer<? super PayloadItem> sink)
            throws ProtocolException {
        frames.configure(config.codec(), sink);
        var in = new ByteReader(elements);
        for (int frame = 0; in.hasRemaining(); frame++) {
            frames.emit(timestamp + ticks(frame), in.bytes(length(in)), sink);
        }
    }

    private static int length(ByteReader in) throws ProtocolException {
        int length = 0;
        int part;
        do {
            part = in.u8();
            length += part;
        } while (part == 255);
        return length;
    }

    private int ticks(int number) {
        long samples = (long) number * config.codec().samplesPerFrame();
        return (int) (samples * clockRateHz / config.codec().sampleRate());
    }
}
