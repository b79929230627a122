package dev.millrace.client;

import dev.millrace.ts.RawReader;
import dev.millrace.ts.TsItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Sends what an encoder makes, as it makes it, to a [MediaSink]: pictures of H.264 or HEVC with
/// start codes, sound with headers. One for each track; the sink's thread uses it.
public final class RawTrack {
    private final RawReader reader;
    private final MediaSink sink;

    /// @param format what the encoder makes
    public RawTrack(RawReader.Format format, MediaSink sink) {
        this.reader = new RawReader(format);
        this.sink = sink;
    }

    /// Sends a picture that is shown when it is decoded, or sound.
    public void write(byte[] bytes, long timeUs) throws IOException {
        write(bytes, timeUs, timeUs);
    }

    /// Sends a picture of a stream with B-frames.
    ///
    /// @param bytes one picture, or parameter sets for those that follow
    public void write(byte[] bytes, long dtsUs, long ptsUs) throws IOException {
        List<TsItem> items = new ArrayList<>();
        reader.read(bytes, dtsUs, ptsUs, items::add);
        for (TsItem item : items) {
            switch (item) {
                case TsItem.Configuration(var codec) -> sink.configure(codec);
                case TsItem.Media(var frame) -> sink.send(frame);
                case TsItem.Ignored _ -> {} // of programs with many streams
            }
        }
    }

    /// How much could not be sent: pictures before the first parameter sets, bytes that are no
    /// frame. Parameter sets that come alone count as well.
    public long dropped() {
        return reader.dropped();
    }
}
