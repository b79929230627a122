package dev.millrace.media;

/// What is known of a frame before its payload has arrived.
///
/// @param dtsUs decoding time in microseconds on the timeline of whoever hands the frame over
/// @param ctsUs presentation time minus decoding time, in microseconds; may be negative
/// @param key decodable without any earlier frame; always true for audio and data
/// @param disposable no other frame refers to this one
/// @param lengthBytes size of the payload, in the form it arrived: length-prefixed NAL units for
///   H.264, raw AAC without ADTS, whole MP3 frames, the AMF body of a data message
public record FrameHeader(
        TrackKind kind, long dtsUs, int ctsUs, boolean key, boolean disposable, int lengthBytes) {
    public static FrameHeader video(long dtsUs, int ctsUs, boolean key, int lengthBytes) {
        return new FrameHeader(TrackKind.VIDEO, dtsUs, ctsUs, key, false, lengthBytes);
    }

    public static FrameHeader audio(long dtsUs, int lengthBytes) {
        return new FrameHeader(TrackKind.AUDIO, dtsUs, 0, true, false, lengthBytes);
    }

    public static FrameHeader data(long dtsUs, int lengthBytes) {
        return new FrameHeader(TrackKind.DATA, dtsUs, 0, true, false, lengthBytes);
    }

    public long ptsUs() {
        return dtsUs + ctsUs;
    }

    /// The same frame at another time.
    public FrameHeader at(long otherDtsUs) {
        return at(otherDtsUs, ctsUs);
    }

    /// The same frame, decoded and shown at other times.
    public FrameHeader at(long otherDtsUs, int otherCtsUs) {
        return new FrameHeader(kind, otherDtsUs, otherCtsUs, key, disposable, lengthBytes);
    }
}
