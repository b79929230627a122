package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Packager;
import dev.millrace.channel.WireFormat;
import dev.millrace.channel.WireOut;
import dev.millrace.codec.Codec;
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

/// Renders a channel as RTMP chunks that every player shares.
///
/// Shared bytes cannot hold a player's own times. So each message here starts with a type 1 header,
/// which has only the time since the message before it on its chunk stream; [RtmpPrelude] gives
/// each player the absolute times to count from. That is also why a player's clock starts near zero
/// however long the channel has been running.
///
/// Data messages ride on the audio or the video chunk stream, at the time that stream has reached:
/// a stream of their own would stand still for hours and have no time to count from.
final class RtmpPackager implements Packager<RtmpStart> {
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

    private RtmpPackager(int chunkBytes) {
        BytesOut wire = (bytes, offset, length) -> out().put(bytes, offset, length);
        video = new MessageStream(new MessageWriter(wire, ChunkStreamId.VIDEO, chunkBytes));
        audio = new MessageStream(new MessageWriter(wire, ChunkStreamId.AUDIO, chunkBytes));
    }

    static WireFormat<RtmpStart> format(int chunkBytes) {
        return new WireFormat<>("rtmp", false, () -> new RtmpPackager(chunkBytes));
    }

    @Override
    public RtmpStart open(Group group, boolean missed, WireOut wire) {
        boolean first = sent.isEmpty();
        if (first || missed) {
            // Everyone who reads from here gets a prelude with these configurations.
            group.catalog().tracks().forEach(track -> sent.put(track.kind(), track));
        }
        video.lastMs = MediaTime.usToMs(group.previousVideoUs());
        audio.lastMs = MediaTime.usToMs(group.previousAudioUs());
        return new RtmpStart(
                group.catalog(), MediaTime.usToMs(group.startDtsUs()), video.lastMs, audio.lastMs);
    }

    @Override
    public void frame(GroupFrame frame, WireOut wire) {
        out = wire;
        Track track = frame.track();
        Codec codec = (Codec) track.config();
        long timeMs = MediaTime.usToMs(frame.header().dtsUs());
        int length = FlvMuxer.frameHeaderBytes(codec) + frame.header().lengthBytes();
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
            writeSequenceHeader(stream, codec, timeMs);
        }
        stream.begin(timeMs, length, type(track.kind()));
        FlvMuxer.writeFrameHeader(stream.writer::body, codec, frame.header());
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut wire) {
        out = wire;
        MessageStream stream = current;
        if (stream == null) {
            throw new IllegalStateException("payload without a frame");
        }
        int length = bytes.remaining();
        stream.writer.body(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
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

    private static void writeSequenceHeader(MessageStream stream, Codec codec, long timeMs) {
        int length = FlvMuxer.sequenceHeaderBytes(codec);
        if (length > 0) {
            var body = new ByteWriter(length);
            FlvMuxer.writeSequenceHeader(body, codec);
            stream.begin(timeMs, length, type(codec.kind()));
            stream.writer.body(body.array(), 0, length);
        }
    }

    /// The stream that has come closest to this time without passing it.
    private MessageStream nearest(long timeMs) {
        boolean audioFits = audio.lastMs <= timeMs;
        boolean videoFits = video.lastMs <= timeMs;
        if (audioFits && videoFits) {
            return audio.lastMs > video.lastMs ? audio : video;
        }
        return audioFits ? audio : video;
    }

    private WireOut out() {
        WireOut wire = out;
        if (wire == null) {
            throw new IllegalStateException("nothing to write to");
        }
        return wire;
    }
}
