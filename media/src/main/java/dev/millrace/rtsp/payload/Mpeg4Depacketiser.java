package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.AacConfig;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.FormatParameters;
import dev.millrace.rtsp.sdp.RtpMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// AAC in packets of `mpeg4-generic`: several whole frames, or a piece of one. RFC 3640, modes
/// AAC-hbr and AAC-lbr.
final class Mpeg4Depacketiser implements Depacketiser {
    private final AacConfig config;
    private final AuHeaders headers;
    private final int clockRateHz;
    private final SoundFrames frames = new SoundFrames();

    Mpeg4Depacketiser(RtpMap map, FormatParameters parameters) throws ProtocolException {
        String mode = parameters.get("mode").orElse("AAC-hbr");
        if (!mode.toLowerCase(Locale.ROOT).startsWith("aac-")) {
            throw new Unsupported("MPEG-4 in another mode than AAC-hbr and AAC-lbr");
        }
        byte[] asc = parameters.hex("config");
        config =
                asc.length > 0
                        ? AacConfig.parse(asc)
                        : AacConfig.of(map.clockRateHz(), Math.min(7, map.channels()));
        headers = AuHeaders.of(parameters);
        clockRateHz = map.clockRateHz();
    }

    @Override
    public void packet(RtpPacket packet, int lost, Consumer<? super PayloadItem> sink) {
        frames.packet(packet.timestamp(), lost);
        try {
            read(packet, sink);
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

    private void read(RtpPacket packet, Consumer<? super PayloadItem> sink)
            throws ProtocolException {
        var in = new ByteReader(packet.payload());
        if (!in.hasRemaining()) {
            return;
        }
        List<Integer> sizes = headers.read(in);
        frames.configure(config, sink);
        if (sizes.getFirst() > in.remaining()) {
            readFragment(packet, sizes, in, sink);
            return;
        }
        for (int i = 0; i < sizes.size(); i++) {
            frames.emit(packet.timestamp() + ticks(i), in.bytes(sizes.get(i)), sink);
        }
    }

    /// RFC 3640, 3.2.3.1: a unit in pieces is alone in its packets, and has its whole size in each.
    private void readFragment(
            RtpPacket packet,
            List<Integer> sizes,
            ByteReader in,
            Consumer<? super PayloadItem> sink)
            throws ProtocolException {
        int size = sizes.getFirst();
        if (sizes.size() > 1 || frames.pendingBytes() + in.remaining() > size) {
            throw new Malformed("pieces of more than one frame");
        }
        frames.append(in);
        if (frames.pendingBytes() == size) {
            frames.emit(packet.timestamp(), frames.takePending(), sink);
        }
    }

    /// How far behind the first the unit with this number is.
    private int ticks(int number) {
        long samples = (long) number * config.samplesPerFrame();
        return (int) (samples * clockRateHz / config.sampleRate());
    }
}
