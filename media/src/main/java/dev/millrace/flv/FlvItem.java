package dev.millrace.flv;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.Arrays;

/// What an [FlvDemuxer] found at the beginning of a tag body.
public sealed interface FlvItem {
    /// Not enough has arrived to say.
    ///
    /// @param prefixBytes how much of the body, from its beginning, must be there
    record NeedMore(int prefixBytes) implements FlvItem {}

    /// The whole body was a configuration: the frames that follow decode with it.
    record Configuration(Codec codec) implements FlvItem {}

    /// The body has a frame: [FrameHeader#lengthBytes] bytes from `offset` on. What follows them,
    /// if anything, belongs to other tracks.
    ///
    /// @param codec what it decodes with; the same object as long as nothing changes
    /// @param offset where in the body the payload begins
    record Payload(Codec codec, FrameHeader header, int offset) implements FlvItem {
        /// The frame, from its tag's whole body.
        public Frame frame(byte[] body) {
            return new Frame(
                    header, Arrays.copyOfRange(body, offset, offset + header.lengthBytes()));
        }
    }

    /// The body carries nothing to hand on, and that is as it should be: the end of a sequence, a
    /// word to the player, an empty tag.
    record Nothing(String what) implements FlvItem {}

    /// The body belongs to another track of its kind than the one that is taken.
    record OtherTrack(TrackKind kind) implements FlvItem {}

    /// The body cannot be used.
    ///
    /// @param reason for counting and for people
    record Ignored(String reason) implements FlvItem {}
}
