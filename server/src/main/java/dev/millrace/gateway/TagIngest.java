package dev.millrace.gateway;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.channel.Publication;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Carries one publisher's messages of RTMP, or tags of FLV, which are the same, into the bus. The
/// first bytes of a message name the frame; then its payload goes on as it arrives, from the
/// connection's buffer into the group.
///
/// Belongs to the thread that reads the connection.
public final class TagIngest {
    /// Enough to name any frame; sequence headers make it grow.
    private static final int PREFIX_BYTES = 16;

    private static final byte[] ON_METADATA =
            "\u0002\0\nonMetaData".getBytes(StandardCharsets.ISO_8859_1);

    private final Publication publication;
    private final Consumer<String> complain;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final Map<TrackKind, Codec> configured = new EnumMap<>(TrackKind.class);

    private State state = State.BETWEEN;
    private TrackKind kind = TrackKind.VIDEO;
    private long dtsUs;
    private int bodyBytes;
    private byte[] prefix = new byte[PREFIX_BYTES];
    private int prefixBytes;
    private int neededBytes;
    private int missingBytes;
    private int otherTracks;

    private enum State {
        /// No message is open.
        BETWEEN,
        /// The message's first bytes are being gathered, until they say what it is.
        NAMING,
        /// The rest of the message is payload of an open frame.
        PASSING,
        /// The rest of the message is of no use.
        DROPPING
    }

    /// @param complain told, in words for people, why a message could not be used
    public TagIngest(Publication publication, Consumer<String> complain) {
        this.publication = publication;
        this.complain = complain;
    }

    public Publication publication() {
        return publication;
    }

    /// A message begins.
    ///
    /// @param timestampMs the low 32 bits of its time
    /// @param lengthBytes of its whole body
    public void begin(TrackKind newKind, int timestampMs, int lengthBytes) {
        kind = newKind;
        dtsUs = clockUs(timestampMs);
        bodyBytes = lengthBytes;
        prefixBytes = 0;
        neededBytes = 1;
        // Encoders send empty messages now and then; they mean nothing.
        state = lengthBytes == 0 ? State.DROPPING : State.NAMING;
    }

    /// More of its body.
    public void bytes(ByteBuffer bytes) {
        while (state == State.NAMING && bytes.hasRemaining()) {
            gather(bytes);
            if (prefixBytes == neededBytes) {
                name();
            }
        }
        if (state == State.PASSING) {
            append(bytes);
        }
    }

    /// It was whole.
    public void end() {
        state = State.BETWEEN;
    }

    /// It will not be whole any more.
    public void abort() {
        if (state == State.PASSING) {
            publication.abort();
        }
        state = State.BETWEEN;
    }

    /// A whole message of data, such as `onMetaData`.
    public void data(int timestampMs, ByteBuffer body) {
        configure(FlvDemuxer.DATA);
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        if (startsWith(bytes, ON_METADATA)) {
            publication.describe(ByteBuffer.wrap(bytes));
        }
        publication.write(
                FrameHeader.data(clockUs(timestampMs), bytes.length), ByteBuffer.wrap(bytes));
    }

    /// The channel's timeline knows how to go on where the 32 bits end.
    private static long clockUs(int timestampMs) {
        return MediaTime.msToUs(Integer.toUnsignedLong(timestampMs));
    }

    private void gather(ByteBuffer bytes) {
        if (prefix.length < neededBytes) {
            prefix = Arrays.copyOf(prefix, neededBytes);
        }
        int length = Math.min(neededBytes - prefixBytes, bytes.remaining());
        bytes.get(prefix, prefixBytes, length);
        prefixBytes += length;
    }

    private void name() {
        try {
            var known = new ByteReader(prefix, 0, prefixBytes);
            switch (demuxer.read(kind, dtsUs, bodyBytes, known)) {
                case FlvItem.NeedMore(int wanted) -> neededBytes = wanted;
                case FlvItem.Configuration(var codec) -> {
                    configure(codec);
                    state = State.DROPPING;
                }
                case FlvItem.Payload(var codec, var header, int offset) -> {
                    configure(codec);
                    pass(header, offset);
                }
                case FlvItem.Nothing _, FlvItem.OtherTrack _ -> state = State.DROPPING;
                case FlvItem.Ignored(var reason) -> drop(reason);
            }
        } catch (Unsupported e) {
            drop(e.getMessage());
        }
        countTracks();
    }

    private void countTracks() {
        int others = demuxer.otherTracks();
        if (others > otherTracks) {
            otherTracks = others;
            publication.stats().otherTracks(others);
            complain.accept("tracks beside the first of each kind");
        }
    }

    private void pass(FrameHeader header, int offset) {
        if (!publication.begin(header)) {
            state = State.DROPPING;
            return;
        }
        state = State.PASSING;
        missingBytes = header.lengthBytes();
        append(ByteBuffer.wrap(prefix, offset, prefixBytes - offset));
    }

    /// Passes on what belongs to the frame; other tracks may follow it in the message.
    private void append(ByteBuffer bytes) {
        int length = Math.min(missingBytes, bytes.remaining());
        publication.append(bytes.slice(bytes.position(), length));
        missingBytes -= length;
        if (missingBytes == 0) {
            state = State.DROPPING;
        }
    }

    private void drop(String reason) {
        state = State.DROPPING;
        complain.accept(reason);
    }

    private void configure(Codec codec) {
        if (!codec.equals(configured.put(codec.kind(), codec))) {
            publication.configure(codec);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
