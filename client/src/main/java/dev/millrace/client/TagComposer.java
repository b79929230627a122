package dev.millrace.client;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// Makes FLV tags of configurations and frames, whichever way they go; the mirror of
/// [TagInterpreter]. Metadata goes first, configurations behind it. One thread.
final class TagComposer {
    /// Takes the tags, in order.
    @FunctionalInterface
    interface Out {
        void tag(FlvTag tag) throws IOException;
    }

    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
    private final Out out;
    private boolean begun;
    private long lastDtsUs;

    TagComposer(Out out) {
        this.out = out;
    }

    void configure(Codec codec) throws IOException {
        if (!codec.equals(codecs.put(codec.kind(), codec)) && begun) {
            sequenceHeader(codec);
        }
    }

    void send(Frame frame) throws IOException {
        TrackKind kind = frame.header().kind();
        Codec codec = kind == TrackKind.DATA ? FlvDemuxer.DATA : codecs.get(kind);
        if (codec == null) {
            throw new IllegalStateException(kind + " frame before its configuration");
        }
        lastDtsUs = frame.header().dtsUs();
        boolean first = !begun;
        begun = true;
        boolean bringsMetadata = StreamMetadata.isMetadata(frame);
        if (first && !bringsMetadata) {
            tag(TrackKind.DATA, new ByteWriter().bytes(StreamMetadata.of(codecs.values())));
            sequenceHeaders();
        }
        var body = new ByteWriter(FlvMuxer.frameHeaderBytes(codec) + frame.payload().length);
        FlvMuxer.writeFrameHeader(body, codec, frame.header());
        tag(kind, body.bytes(frame.payload()));
        if (first && bringsMetadata) {
            sequenceHeaders();
        }
    }

    private void sequenceHeaders() throws IOException {
        for (Codec codec : codecs.values()) {
            sequenceHeader(codec);
        }
    }

    private void sequenceHeader(Codec codec) throws IOException {
        if (FlvMuxer.sequenceHeaderBytes(codec) > 0) {
            var body = new ByteWriter();
            FlvMuxer.writeSequenceHeader(body, codec);
            tag(codec.kind(), body);
        }
    }

    private void tag(TrackKind kind, ByteWriter body) throws IOException {
        out.tag(new FlvTag(kind, MediaTime.usToMs(lastDtsUs), body.toByteArray()));
    }
}
