package dev.millrace.flv;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;

/// Writes an FLV file, or any stretch of one, into something bytes can be appended to. FLV 10.1,
/// annex E.2 to E.4.
///
/// ```
///  file header | 0 (u32) | tag header | body | 11 + body bytes (u32) | tag header | body | …
/// ```
///
/// Payload that is still arriving goes out between [#beginFrame] and [#endFrame] as it comes.
/// Belongs to one thread.
public final class FlvWriter {
    private final BytesOut out;
    private final ByteWriter scratch = new ByteWriter(16);
    private int openTagBytes;

    public FlvWriter(BytesOut out) {
        this.out = out;
    }

    /// The beginning of every file: what it will carry, and the size of the tag before the first.
    public void fileHeader(boolean hasAudio, boolean hasVideo) {
        new FlvFileHeader(hasAudio, hasVideo).encode(scratch);
        scratch.u32(0);
        flush();
    }

    /// The tag that carries a configuration; nothing for codecs that need none.
    public void sequenceHeader(Codec codec, long dtsUs) {
        int bodyBytes = FlvMuxer.sequenceHeaderBytes(codec);
        if (bodyBytes > 0) {
            beginTag(codec.kind(), bodyBytes, dtsUs);
            FlvMuxer.writeSequenceHeader(out, codec);
            endFrame();
        }
    }

    /// Everything in front of the payload, [FrameHeader#lengthBytes] bytes of which must follow,
    /// and then [#endFrame].
    public void beginFrame(Codec codec, FrameHeader frame) {
        int headerBytes = FlvMuxer.frameHeaderBytes(codec);
        beginTag(frame.kind(), headerBytes + frame.lengthBytes(), frame.dtsUs());
        FlvMuxer.writeFrameHeader(out, codec, frame);
    }

    /// Everything behind the payload.
    public void endFrame() {
        scratch.u32(openTagBytes);
        flush();
    }

    /// A whole frame as a tag.
    public void frame(Codec codec, Frame frame) {
        beginFrame(codec, frame.header());
        out.put(frame.payload());
        endFrame();
    }

    /// A tag as it was read.
    public void tag(FlvTag tag) {
        beginTag(tag.header());
        out.put(tag.body());
        endFrame();
    }

    private void beginTag(TrackKind kind, int bodyBytes, long dtsUs) {
        beginTag(new FlvTagHeader(kind, bodyBytes, MediaTime.usToMs(dtsUs)));
    }

    private void beginTag(FlvTagHeader header) {
        openTagBytes = FlvTagHeader.LENGTH_BYTES + header.bodyBytes();
        header.encode(scratch);
        flush();
    }

    private void flush() {
        out.put(scratch.array(), 0, scratch.size());
        scratch.clear();
    }
}
