package dev.millrace.testing;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.util.ArrayList;
import java.util.List;

/// What the program's own reader finds in a transport stream, with times as they went in.
public record TsDump(
        List<CodecConfig> configurations, List<Frame> frames, TsReader.Counters counters) {
    public static TsDump of(byte[] bytes) {
        var reader = new TsReader();
        var items = new ArrayList<TsItem>();
        try {
            reader.read(bytes, 0, bytes.length, items::add);
            reader.end(items::add);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        var configurations = new ArrayList<CodecConfig>();
        var frames = new ArrayList<Frame>();
        for (TsItem item : items) {
            switch (item) {
                case TsItem.Configuration(var config) -> configurations.add(config);
                case TsItem.Media(var frame) -> frames.add(fromStart(frame));
                case TsItem.Ignored _ -> {}
            }
        }
        return new TsDump(configurations, frames, reader.counters());
    }

    public List<Frame> frames(TrackKind kind) {
        return frames.stream().filter(frame -> frame.header().kind() == kind).toList();
    }

    private static Frame fromStart(Frame frame) {
        long dtsUs = frame.header().dtsUs() - TsReader.START_US;
        return new Frame(frame.header().at(dtsUs), frame.payload());
    }
}
