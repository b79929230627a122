package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What a [TsReader] made of a stream.
record Reading(List<TsItem> items, TsReader.Counters counters) {
    static Reading of(byte[] stream) throws ProtocolException {
        var reader = new TsReader();
        var items = new ArrayList<TsItem>();
        reader.read(stream, 0, stream.length, items::add);
        reader.end(items::add);
        return new Reading(items, reader.counters());
    }

    /// Of a stream that comes in pieces of random sizes.
    static Reading of(byte[] stream, Random cuts) throws ProtocolException {
        var reader = new TsReader();
        var items = new ArrayList<TsItem>();
        for (int at = 0; at < stream.length; ) {
            int length = Math.min(stream.length - at, 1 + cuts.nextInt(1 << cuts.nextInt(1, 12)));
            reader.read(stream, at, length, items::add);
            at += length;
        }
        reader.end(items::add);
        return new Reading(items, reader.counters());
    }

    List<Codec> codecs() {
        return items.stream()
                .filter(TsItem.Configuration.class::isInstance)
                .map(item -> ((TsItem.Configuration) item).codec())
                .toList();
    }

    List<Frame> frames(TrackKind kind) {
        return items.stream()
                .filter(TsItem.Media.class::isInstance)
                .map(item -> ((TsItem.Media) item).frame())
                .filter(frame -> frame.header().kind() == kind)
                .toList();
    }

    /// All of it in words, so that two readings can be compared.
    List<String> words() {
        var words = new ArrayList<String>();
        items.forEach(item -> words.add(words(item)));
        words.add(counters.toString());
        return words;
    }

    static String words(TsItem item) {
        return switch (item) {
            case TsItem.Configuration(H264Config h264) -> "H.264 " + Hex.text(h264.record());
            case TsItem.Configuration(AacConfig aac) -> "AAC " + Hex.text(aac.record());
            case TsItem.Configuration(Codec codec) -> codec.toString();
            case TsItem.Media(Frame frame) -> words(frame);
            case TsItem.Ignored ignored -> ignored.toString();
        };
    }

    static String words(Frame frame) {
        return frame.header() + " " + Hex.text(frame.payload());
    }
}
