package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands on frames of sound behind their configuration, and keeps the one that comes in pieces.
final class SoundFrames {
    private final ByteWriter pending = new ByteWriter(1024);
    private @Nullable Codec config;
    private int pendingTimestamp;
    private long dropped;

    long dropped() {
        return dropped;
    }

    void drop() {
        dropped++;
    }

    /// How these and all further frames are decoded; said once.
    void configure(Codec codec, Consumer<? super PayloadItem> sink) {
        if (!codec.equals(config)) {
            config = codec;
            sink.accept(new PayloadItem.Configuration(codec));
        }
    }

    void emit(int rtpTimestamp, byte[] frame, Consumer<? super PayloadItem> sink) {
        if (frame.length > 0) {
            sink.accept(new PayloadItem.Unit(rtpTimestamp, frame, true));
        }
    }

    /// A packet came: pieces that wait for more are lost if packets are, or if it is of another
    /// time.
    void packet(int rtpTimestamp, int lost) {
        if (pending.size() > 0 && (lost > 0 || rtpTimestamp != pendingTimestamp)) {
            pending.clear();
            dropped++;
        }
        pendingTimestamp = rtpTimestamp;
    }

    /// Another piece: the rest of `in`.
    void append(ByteReader in) throws ProtocolException {
        PayloadLimit.AUDIO_FRAME_BYTES.check((long) pending.size() + in.remaining());
        pending.bytes(in.bytes(in.remaining()));
    }

    int pendingBytes() {
        return pending.size();
    }

    /// All pieces as one.
    byte[] takePending() {
        byte[] whole = pending.toByteArray();
        pending.clear();
        return whole;
    }

    /// What waits makes no sense.
    void fault() {
        pending.clear();
        dropped++;
    }
}
