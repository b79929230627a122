package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Golden;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a real encoder sent, as a packager is given it.
record Sample(List<Part> parts) {
    /// A frame, and what it decodes with.
    record Part(Codec codec, Frame frame) {
        TrackKind kind() {
            return codec.kind();
        }
    }

    static Sample of(String flvFile) throws ProtocolException {
        return ofFlv(Golden.sample(Sample.class, "/dev/millrace/flv/" + flvFile));
    }

    static Sample ofFlv(byte[] flv) throws ProtocolException {
        var tags = new ArrayList<FlvTag>();
        new FlvReader().read(flv, 0, flv.length, tags::add);
        var demuxer = new FlvDemuxer();
        var parts = new ArrayList<Part>();
        for (FlvTag tag : tags) {
            byte[] body = tag.body();
            long dtsUs = MediaTime.msToUs(tag.timestampMs());
            if (tag.kind() != TrackKind.DATA
                    && demuxer.read(tag.kind(), dtsUs, body.length, new ByteReader(body))
                            instanceof Payload payload) {
                parts.add(new Part(payload.codec(), payload.frame(body)));
            }
        }
        return new Sample(parts);
    }

    Sample only(Predicate<Part> wanted) {
        return new Sample(parts.stream().filter(wanted).toList());
    }

    Sample only(TrackKind kind) {
        return only(part -> part.kind() == kind);
    }

    List<Frame> frames() {
        return parts.stream().map(Part::frame).toList();
    }

    /// The same, so much later.
    Sample later(long us) {
        return new Sample(
                parts.stream()
                        .map(part -> {
                            Frame frame = part.frame;
                            long dtsUs = frame.header().dtsUs() + us;
                            return new Part(
                                    part.codec,
                                    new Frame(frame.header().at(dtsUs), frame.payload()));
                        })
                        .toList());
    }

    byte[] toTs() {
        var out = new ByteWriter();
        var writer = new TsWriter();
        write(writer, out);
        return out.toByteArray();
    }

    /// Writes everything, with tables in front, before key frames, and where a codec changes.
    void write(TsWriter writer, BytesOut out) {
        Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
        parts.forEach(part -> codecs.putIfAbsent(part.kind(), part.codec));
        boolean first = true;
        for (Part part : parts) {
            boolean changed = !part.codec.equals(codecs.put(part.kind(), part.codec));
            boolean entry = part.kind() == TrackKind.VIDEO && part.frame.header().key();
            if (first || changed || entry) {
                writer.writeTables(out, codecs.values());
                first = false;
            }
            writer.write(out, part.frame.header(), part.frame.payload(), 0);
        }
        writer.flush(out);
    }
}
