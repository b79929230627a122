package dev.millrace.rtsp;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;

/// What a [ClientSession] asks of its owner, who carries the effects out in order.
public sealed interface RtspEffect {
    /// Write these bytes to the connection.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Send(byte[] bytes) implements RtspEffect {}

    /// Send a datagram to the server.
    ///
    /// @param track whose socket to send it from: 0 for the first pair of ports, 1 for the second
    /// @param isControl from the port of RTCP, not of RTP
    /// @param port where to
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record SendDatagram(int track, boolean isControl, int port, byte[] bytes)
            implements RtspEffect {}

    /// The server plays: media will come.
    record Playing() implements RtspEffect {}

    /// How to decode the frames of one kind from here on.
    record Configured(Codec codec) implements RtspEffect {}

    /// A whole frame.
    record Media(Frame frame) implements RtspEffect {}

    /// For people: what is left out, or was lost.
    record Notice(String text) implements RtspEffect {}

    /// The server refused us. Nothing more will come of this session.
    ///
    /// @param code the status
    /// @param description for people
    record Rejected(String code, String description) implements RtspEffect {}

    /// The server says to ask elsewhere. Nothing more will come of this session.
    ///
    /// @param url where; nobody has looked at it
    record Redirected(String url) implements RtspEffect {}

    /// The stream is over, in good order.
    ///
    /// @param reason for people
    record Ended(String reason) implements RtspEffect {}
}
