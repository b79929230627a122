package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;

/// Everything one RTMP peer may make us hold. Checked before the memory is spent.
public enum RtmpLimit {
    /// RTMP 1.0, section 5.4.1: no chunk is larger than the largest message.
    CHUNK_BYTES("chunk size", 0xFF_FFFF),
    /// A 4K key frame is about 2 MiB; four times that is a mistake or an attack.
    MESSAGE_BYTES("message length", 8 << 20),
    /// Encoders use four to eight; a hundred more leave room for odd ones.
    CHUNK_STREAMS("number of chunk streams", 128),
    /// Messages whose turn has not come: as much as the largest message, whatever their number.
    ASIDE_BYTES("bytes of interleaved messages", 8 << 20),
    /// The same before the server has agreed to take a stream, which is when anybody may come: a
    /// command or two in pieces.
    ASIDE_BYTES_OF_STRANGERS("bytes of interleaved messages", 64 << 10),
    /// The longest control message we understand has 10 bytes; unknown ones are a few dozen.
    CONTROL_BYTES("control message length", 256),
    /// A connect command with three URLs that hold a signed token each stays below this.
    COMMAND_BYTES("command length", 32 << 10),
    /// onMetaData with a large index is a few hundred kilobytes.
    DATA_BYTES("data message length", 1 << 20),
    /// Servers that aggregate do so for a second of frames at most.
    AGGREGATE_MESSAGES("number of messages in an aggregate", 4096),
    /// createStream is answered this often; players need one, conference clients a handful.
    MESSAGE_STREAMS("number of message streams", 64);

    private final String what;
    private final int max;

    RtmpLimit(String what, int max) {
        this.what = what;
        this.max = max;
    }

    public int max() {
        return max;
    }

    /// Returns `value` when it is within 0 and the limit.
    public int check(long value) throws OverLimit {
        return ProtocolException.requireAtMost(what, value, max);
    }
}
