package dev.millrace.rtsp.payload;

import dev.millrace.codec.Codec;

/// Something that a [Depacketiser] found.
public sealed interface PayloadItem {
    /// How to decode the frames from here on.
    record Configuration(Codec codec) implements PayloadItem {}

    /// A whole frame.
    ///
    /// @param rtpTimestamp when it is shown or heard, in the clock of the track; wraps
    /// @param key decodable without any earlier frame; always true for sound
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Unit(int rtpTimestamp, byte[] payload, boolean key) implements PayloadItem {}
}
