package dev.millrace.relay.ffmpeg;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.MediaSink;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.ts.TsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;

/// Writes MPEG-TS into a pipe, each frame at once; sound alone a tenth of a second at a time. Data
/// is left out. One thread.
public final class TsPipe implements MediaSink {
    private final OutputStream out;
    private final TsWriter ts = new TsWriter();
    private final ByteWriter pending = new ByteWriter(64 << 10);
    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
    private boolean areTablesDue;

    public TsPipe(OutputStream out) {
        this.out = out;
    }

    @Override
    public void configure(Codec codec) {
        areTablesDue |= !codec.equals(codecs.put(codec.kind(), codec));
    }

    @Override
    public void send(Frame frame) throws IOException {
        FrameHeader header = frame.header();
        if (areTablesDue || (header.kind() == TrackKind.VIDEO && header.key())) {
            areTablesDue = false;
            ts.writeTables(pending, codecs.values());
        }
        ts.write(pending, header, frame.payload(), 0);
        flush();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            ts.flush(pending);
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(pending.array(), 0, pending.size());
        out.flush();
        pending.clear();
    }
}
