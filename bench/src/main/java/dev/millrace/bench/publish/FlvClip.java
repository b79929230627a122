package dev.millrace.bench.publish;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.ClockMarker;
import java.util.ArrayList;
import java.util.List;

/// Makes a clip of an FLV file, with room for a clock marker in every picture of H.264.
public final class FlvClip {
    /// A marker says its length in four bytes, so it fits into no other form of H.264.
    private static final int MARKER_NAL_LENGTH_SIZE = 4;

    /// How long the last picture is shown when there is only one.
    private static final int LONE_FRAME_MS = 40;

    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final List<Clip.Tag> tags = new ArrayList<>();
    private long firstMs = -1;

    private FlvClip() {}

    /// Makes a clip of the bytes of a file.
    ///
    /// @throws ProtocolException if it is no FLV, or one without frames
    public static Clip make(byte[] file) throws ProtocolException {
        List<FlvTag> read = new ArrayList<>();
        new FlvReader().read(file, 0, file.length, read::add);
        var clip = new FlvClip();
        for (FlvTag tag : read) {
            clip.add(tag);
        }
        return clip.finish();
    }

    private void add(FlvTag tag) {
        if (firstMs < 0) {
            firstMs = tag.timestampMs();
        }
        int timestampMs = (int) Math.max(0, tag.timestampMs() - firstMs);
        if (tag.kind() == TrackKind.DATA) {
            tags.add(new Clip.Tag(tag.kind(), timestampMs, tag.body(), Clip.Use.SETUP));
            return;
        }
        switch (named(tag)) {
            case FlvItem.Configuration _ ->
                    tags.add(new Clip.Tag(tag.kind(), timestampMs, tag.body(), Clip.Use.SETUP));
            case FlvItem.Payload payload -> tags.add(frame(tag, timestampMs, payload.codec()));
            case FlvItem.NeedMore _,
                    FlvItem.Nothing _,
                    FlvItem.OtherTrack _,
                    FlvItem.Ignored _ -> {}
        }
    }

    /// Enhanced RTMP passes through as it is, configurations included.
    private FlvItem named(FlvTag tag) {
        long dtsUs = MediaTime.msToUs(tag.timestampMs());
        int length = tag.body().length;
        try {
            return demuxer.read(tag.kind(), dtsUs, length, new ByteReader(tag.body()));
        } catch (Unsupported e) {
            var header = new FrameHeader(tag.kind(), dtsUs, 0, false, false, length);
            return new FlvItem.Payload(FlvDemuxer.DATA, header, 0);
        }
    }

    private static Clip.Tag frame(FlvTag tag, int timestampMs, Codec codec) {
        boolean takesMarker =
                codec instanceof H264Config h264 && h264.nalLengthSize() == MARKER_NAL_LENGTH_SIZE;
        if (!takesMarker) {
            return new Clip.Tag(tag.kind(), timestampMs, tag.body(), Clip.Use.FRAME);
        }
        byte[] body = tag.body();
        var marked = new ByteWriter(body.length + ClockMarker.LENGTH_BYTES);
        marked.put(body, 0, Clip.MARKER_AT);
        marked.bytes(ClockMarker.blank());
        marked.put(body, Clip.MARKER_AT, body.length - Clip.MARKER_AT);
        return new Clip.Tag(tag.kind(), timestampMs, marked.toByteArray(), Clip.Use.MARKED_FRAME);
    }

    private Clip finish() throws Malformed {
        if (tags.stream().allMatch(tag -> tag.use() == Clip.Use.SETUP)) {
            throw new Malformed("an FLV without frames");
        }
        int lastMs = tags.stream().mapToInt(Clip.Tag::timestampMs).max().orElseThrow();
        return new Clip(tags, lastMs + frameMs());
    }

    /// How long the last frame lasts: as long as the others did.
    private int frameMs() {
        boolean hasVideo = tags.stream().anyMatch(tag -> tag.kind() == TrackKind.VIDEO);
        TrackKind leading = hasVideo ? TrackKind.VIDEO : TrackKind.AUDIO;
        int[] times =
                tags.stream()
                        .filter(tag -> tag.kind() == leading && tag.use() != Clip.Use.SETUP)
                        .mapToInt(Clip.Tag::timestampMs)
                        .toArray();
        return times.length < 2
                ? LONE_FRAME_MS
                : Math.max(1, (times[times.length - 1] - times[0]) / (times.length - 1));
    }
}
