package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a reader remembers of one chunk stream: the last header, because later ones leave fields
/// out, and how much of the current message has come. RTMP 1.0, section 5.3.1.2.
final class ChunkStream {
    private int timestampMs;
    private int timeFieldMs;
    private boolean isExtended;
    private int lengthBytes;
    private int type;
    private int streamId;

    private @Nullable MessageReceiver receiver;
    private int receivedBytes;

    /// Takes over what a header of format 0, 1 or 2 says.
    ///
    /// Some encoders repeat a full header on every chunk of a message. That is no new message, and
    /// its time must not be added again.
    void apply(ChunkHeader header) {
        if (receiver != null && continues(header)) {
            return;
        }
        abandon();
        timeFieldMs = header.timeFieldMs();
        isExtended = header.isExtended();
        if (header.fmt() <= 1) {
            lengthBytes = header.lengthBytes();
            type = header.type();
        }
        if (header.fmt() == 0) {
            streamId = header.streamId();
            timestampMs = 0;
        }
    }

    private boolean continues(ChunkHeader header) {
        return header.fmt() == 2 || (header.lengthBytes() == lengthBytes && header.type() == type);
    }

    /// Begins the next message unless one is under way. Its time is the last one plus the last time
    /// field, which after a header of format 0 is that message's whole timestamp (5.3.1.2.4).
    void beginIfIdle(MessageReceiver.Chooser chooser) throws ProtocolException {
        if (receiver != null) {
            return;
        }
        RtmpLimit.MESSAGE_BYTES.check(lengthBytes);
        timestampMs += timeFieldMs;
        receivedBytes = 0;
        receiver = chooser.begin(new MessageHeader(type, timestampMs, lengthBytes, streamId));
    }

    void bytes(ByteBuffer slice) throws ProtocolException {
        if (receiver != null) {
            receivedBytes += slice.remaining();
            receiver.bytes(slice);
        }
    }

    void endIfWhole() throws ProtocolException {
        if (receiver != null && leftBytes() == 0) {
            MessageReceiver whole = receiver;
            receiver = null; // first: ending may lead to a fault or an abort
            whole.end();
        }
    }

    /// Forgets the message under way; the next chunk begins a new one.
    void abandon() {
        if (receiver != null) {
            MessageReceiver torn = receiver;
            receiver = null;
            torn.abandon();
        }
    }

    int leftBytes() {
        return lengthBytes - receivedBytes;
    }

    /// Whether further chunks carry, or should carry, the extended time again.
    boolean isExtended() {
        return isExtended;
    }

    /// Whether `prefix`, the first `count` bytes of what may be a repeated extended time, can be
    /// one: a copy of the header's field, or the timestamp of the whole message.
    boolean couldBeTime(int prefix, int count) {
        int shift = 32 - 8 * count;
        return prefix == timeFieldMs >>> shift || prefix == timestampMs >>> shift;
    }
}
