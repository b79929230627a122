package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Mp3Header;
import dev.millrace.rtsp.rtp.RtpPacket;
import java.util.function.Consumer;

/// MP3 and its older layers: several whole frames, or a piece of one. RFC 2250, 3.5.
///
/// ```
///  0        16                   32
///  +--------+--------------------+-----
///  | 0      | where in the frame | …
///  +--------+--------------------+-----
/// ```
final class MpegAudioDepacketiser implements Depacketiser {
    private static final long CLOCK_RATE_HZ = 90_000;

    private final SoundFrames frames = new SoundFrames();

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
        in.skip(2);
        int offset = in.u16();
        if (offset != frames.pendingBytes()) {
            throw new Malformed("a piece at %d, not %d".formatted(offset, frames.pendingBytes()));
        }
        frames.append(in);
        readFrames(packet.timestamp(), new ByteReader(frames.takePending()), sink);
    }

    private void readFrames(int timestamp, ByteReader in, Consumer<? super PayloadItem> sink)
            throws ProtocolException {
        long ticks = 0;
        while (in.hasRemaining()) {
            Mp3Header header = Mp3Header.parse(in.fork());
            if (header.frameBytes() < Mp3Header.LENGTH_BYTES) {
                throw new Malformed("a frame that does not say how long it is");
            }
            if (header.frameBytes() > in.remaining()) {
                frames.append(in); // the rest is in the next packet
                return;
            }
            frames.configure(header.config(), sink);
            frames.emit(timestamp + (int) ticks, in.bytes(header.frameBytes()), sink);
            ticks += header.samples() * CLOCK_RATE_HZ / header.sampleRate();
        }
    }
}
