package dev.millrace.rtsp.payload;

import dev.millrace.rtsp.rtp.RtpPacket;
import java.util.function.Consumer;

/// Takes frames out of packets. What makes no sense is dropped and counted, and never ends the
/// stream.
public interface Depacketiser {
    /// Takes a packet.
    ///
    /// @param packet the next one of the track
    /// @param lost how many are missing in front of it
    void packet(RtpPacket packet, int lost, Consumer<? super PayloadItem> sink);

    /// Nothing follows: hands over what is whole.
    void end(Consumer<? super PayloadItem> sink);

    /// Frames so far that lacked a part, made no sense, or could not be decoded without one that
    /// did.
    long dropped();
}
