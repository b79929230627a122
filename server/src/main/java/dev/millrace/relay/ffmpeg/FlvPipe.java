package dev.millrace.relay.ffmpeg;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.MediaSink;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Writes FLV into a pipe, each frame at once: for codecs that MPEG-TS has no place for. Data is
/// left out. One thread.
public final class FlvPipe implements MediaSink {
    private final OutputStream out;
    private final long startUs;
    private final ByteWriter pending = new ByteWriter(64 << 10);
    private final FlvWriter flv = new FlvWriter(pending);
    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);

    /// @param kinds what there will be, which FLV says at its beginning
    /// @param startUs added to all times
    public FlvPipe(OutputStream out, Set<TrackKind> kinds, long startUs) {
        this.out = out;
        this.startUs = startUs;
        flv.fileHeader(kinds.contains(TrackKind.AUDIO), kinds.contains(TrackKind.VIDEO));
    }

    @Override
    public void configure(Codec codec) {
        codecs.put(codec.kind(), codec);
        flv.sequenceHeader(codec, startUs);
    }

    @Override
    public void send(Frame frame) throws IOException {
        Codec codec = codecs.get(frame.header().kind());
        if (codec != null) {
            long dtsUs = frame.header().dtsUs() + startUs;
            flv.frame(codec, new Frame(frame.header().at(dtsUs), frame.payload()));
            flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(pending.array(), 0, pending.size());
        out.flush();
        pending.clear();
    }
}
