package dev.millrace.flv;

import dev.millrace.media.TrackKind;

/// One whole tag.
///
/// @param timestampMs decoding time, a counter of 32 bits that wraps after 49.7 days
/// @param body everything behind the tag header; may be empty; not copied, not to be changed
@SuppressWarnings("ArrayRecordComponent") // a value passed along, compared only by its bytes
public record FlvTag(TrackKind kind, long timestampMs, byte[] body) {
    public FlvTagHeader header() {
        return new FlvTagHeader(kind, body.length, timestampMs);
    }
}
