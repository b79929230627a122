package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Packager;
import dev.millrace.channel.WireFormat;
import dev.millrace.channel.WireOut;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvForm;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.media.MediaTime;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.MessageWriter;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders a channel as RTMP chunks that every player of a [RtmpForm] shares.
///
/// Shared bytes cannot hold a player's own times. So each message here starts with a type 1 header,
/// which has only the time since the message before it on its chunk stream; [RtmpPrelude] gives
/// each player the absolute times to count from. That is also why a player's clock starts near zero
/// however long the channel has been running.
///
/// Data messages ride on the audio or the video chunk stream, at the time that stream has reached:
/// a stream of their own would stand still for hours and have no time to count from.
final class RtmpPackager implements Packager<RtmpStart> {
    private final RtmpForm form;
    private final MessageStream video;
    private final MessageStream audio;
    private final Map<TrackKind, Track> sent = new EnumMap<>(TrackKind.class);
    private @Nullable WireOut out;
    private @Nullable MessageStream current;

    /// A chunk stream, and the time of the last message on it.
    private static final class MessageStream {
        final MessageWriter writer;
        long lastMs;

        MessageStream(MessageWriter writer) {
            this.writer = writer;
        }

        void begin(long timeMs, int lengthBytes, int type) {
            long atMs = Math.max(timeMs, lastMs);
            writer.beginAfter((int) (atMs - lastMs), lengthBytes, type);
            lastMs = atMs;
        }
    }

    private RtmpPackager(RtmpForm form, int chunkBytes) {
        this.form = form;
        BytesOut wire = (bytes, offset, length) -> out().put(bytes, offset, length);
        video = new MessageStream(new MessageWriter(wire, ChunkStreamId.VIDEO, chunkBytes));
        audio = new MessageStream(new MessageWriter(wire, ChunkStreamId.AUDIO, chunkBytes));
    }

    static WireFormat<RtmpStart> format(RtmpForm form, int chunkBytes) {
        return new WireFormat<>(form.wire(), false, () -> new RtmpPackager(form, chunkBytes));
    }

    @Override
    public RtmpStart open(Group group, boolean missed, WireOut wire) {
        boolean first = sent.isEmpty();
        if (first || missed) {
            // Everyone who reads from here gets a prelude with these configurations.
            group.catalog().tracks().forEach(track -> sent.put(track.kind(), track));
            video.lastMs = MediaTime.usToMs(group.previousVideoUs());
            audio.lastMs = MediaTime.usToMs(group.previousAudioUs());
        }
        return new RtmpStart(
                group.catalog(),
                group.isFirst(),
                MediaTime.usToMs(group.startDtsUs()),
                video.lastMs,
                audio.lastMs);
    }

    @Override
    public void frame(GroupFrame frame, WireOut wire) {
        out = wire;
        Track track = frame.track();
        Codec codec = (Codec) track.config();
        long timeMs = MediaTime.usToMs(frame.header().dtsUs());
        if (!form.carries(codec)) {
            current = null;
            return;
        }
        FlvForm tags = form.tags(track.kind());
        int length = FlvMuxer.frameHeaderBytes(codec, tags) + frame.header().lengthBytes();
        MessageStream stream =
                switch (track.kind()) {
                    case VIDEO -> video;
                    case AUDIO -> audio;
                    case DATA -> nearest(timeMs);
                };
        current = stream;
        if (track.kind() == TrackKind.DATA) {
            stream.begin(stream.lastMs, length, MessageType.DATA);
            return;
        }
        if (!track.equals(sent.put(track.kind(), track))) {
            writeSequenceHeader(stream, codec, tags, timeMs);
        }
        stream.begin(timeMs, length, type(track.kind()));
        FlvMuxer.writeFrameHeader(stream.writer::body, codec, frame.header(), tags);
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut wire) {
        out = wire;
        MessageStream stream = current;
        if (stream != null) { // the track is not left out
            int length = bytes.remaining();
            stream.writer.body(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        }
        bytes.position(bytes.limit());
    }

    @Override
    public void endFrame(GroupFrame frame, WireOut wire) {
        current = null;
    }

    static int type(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> MessageType.VIDEO;
            case AUDIO -> MessageType.AUDIO;
            case DATA -> MessageType.DATA;
        };
    }

    private static void writeSequenceHeader(
            MessageStream stream, Codec codec, FlvForm tags, long timeMs) {
        var body = new ByteWriter();
        FlvMuxer.writeSequenceHeader(body, codec, tags);
        if (body.size() > 0) {
            stream.begin(timeMs, body.size(), type(codec.kind()));
            stream.writer.body(body.array(), 0, body.size());
        }
    }

    /// The stream that has come closest to this time without passing it.
    private MessageStream nearest(long timeMs) {
        boolean audioFits = audio.lastMs <= timeMs && !isLeftOut(TrackKind.AUDIO);
        boolean videoFits = video.lastMs <= timeMs && !isLeftOut(TrackKind.VIDEO);
        if (audioFits && videoFits) {
            return audio.lastMs > video.lastMs ? audio : video;
        }
        return audioFits ? audio : video;
    }

    /// The clock of a track that is left out stands still.
    private boolean isLeftOut(TrackKind kind) {
        Track track = sent.get(kind);
        return track != null && !form.carries((Codec) track.config());
    }

    private WireOut out() {
        WireOut wire = out;
        if (wire == null) {
            throw new IllegalStateException("nothing to write to");
        }
        return wire;
    }
}
