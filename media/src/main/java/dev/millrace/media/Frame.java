package dev.millrace.media;

/// One whole access unit of one track, outside the bus: what files are read into and tests compare.
///
/// @param payload exactly [FrameHeader#lengthBytes] bytes; not copied, not to be changed
@SuppressWarnings("ArrayRecordComponent") // a value passed along, compared only by its bytes
public record Frame(FrameHeader header, byte[] payload) {
    public Frame {
        if (payload.length != header.lengthBytes()) {
            throw new IllegalArgumentException(
                    "payload has %d bytes, header says %d"
                            .formatted(payload.length, header.lengthBytes()));
        }
    }
}
