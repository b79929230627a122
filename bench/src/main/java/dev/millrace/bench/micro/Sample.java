package dev.millrace.bench.micro;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.util.ArrayList;
import java.util.List;

/// What the benchmarks work on: one group of pictures, two seconds of test card at 2 Mbit/s, with
/// sound.
final class Sample {
    private static final int BITS_PER_SECOND = 2_000_000;
    private static final long LENGTH_US = 2 * MediaTime.US_PER_SECOND;

    /// One message of RTMP.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Message(TrackKind kind, MessageHeader header, byte[] body) {
        int chunkStreamId() {
            return kind == TrackKind.VIDEO ? ChunkStreamId.VIDEO : ChunkStreamId.AUDIO;
        }
    }

    private final TestCard card =
            new TestCard(TestCardSettings.DEFAULT.withVideoBitsPerSecond(BITS_PER_SECOND), 0);
    private final List<Frame> frames = new ArrayList<>();

    Sample() {
        while (card.nextDtsUs() < LENGTH_US) {
            frames.add(card.next());
        }
    }

    List<Frame> frames() {
        return frames;
    }

    List<Codec> codecs() {
        return List.of(card.videoConfig(), card.audioConfig().orElseThrow());
    }

    /// The configurations, then the frames.
    List<Message> messages() {
        var messages = new ArrayList<Message>();
        for (Codec codec : codecs()) {
            var body = new ByteWriter();
            FlvMuxer.writeSequenceHeader(body, codec);
            messages.add(message(codec.kind(), 0, body));
        }
        for (Frame frame : frames) {
            var body = new ByteWriter();
            FlvMuxer.writeFrameHeader(body, codec(frame.header().kind()), frame.header());
            body.bytes(frame.payload());
            messages.add(message(frame.header().kind(), frame.header().dtsUs(), body));
        }
        return messages;
    }

    private Codec codec(TrackKind kind) {
        return kind == TrackKind.VIDEO ? codecs().getFirst() : codecs().getLast();
    }

    private static Message message(TrackKind kind, long dtsUs, ByteWriter body) {
        int type = kind == TrackKind.VIDEO ? MessageType.VIDEO : MessageType.AUDIO;
        int timestampMs = (int) MediaTime.usToMs(dtsUs);
        var header = new MessageHeader(type, timestampMs, body.size(), 1);
        return new Message(kind, header, body.toByteArray());
    }
}
