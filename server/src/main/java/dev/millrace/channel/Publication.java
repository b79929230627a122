package dev.millrace.channel;

import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.timeline.Interleaver;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The right to write a channel, from [Channels#publish] until [#close].
///
/// One thread writes. Frames come as [#begin], any number of [#append]s, and an end that is reached
/// when the announced length is; readers see every appended byte at once, unless the channel mixes:
/// then frames wait until they are whole and it is their turn. Once a successor has taken the
/// channel, everything written here is dropped in silence.
public final class Publication implements AutoCloseable {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(16 << 10).asReadOnlyBuffer();

    private final Channel channel;
    private final Publisher publisher;
    private final int epoch;
    private final PublicationStats stats = new PublicationStats();
    private final @Nullable Interleaver interleaver;

    // Guarded by the channel.
    private @Nullable GroupFrame open;
    private long missingBytes;

    /// What comes for the interleaver.
    private @Nullable FrameHeader gathered;

    private ByteBuffer gatheredBytes = ByteBuffer.allocate(0);

    private volatile boolean revoked;
    private volatile long heardAtNs;

    Publication(Channel channel, Publisher publisher, int epoch, long nowNs) {
        this.channel = channel;
        this.publisher = publisher;
        this.epoch = epoch;
        this.heardAtNs = nowNs;
        this.interleaver = channel.settings().mixes() ? new Interleaver() : null;
    }

    public Channel channel() {
        return channel;
    }

    public Publisher publisher() {
        return publisher;
    }

    /// Counts, for the API and metrics. Any thread.
    public PublicationStats stats() {
        return stats;
    }

    /// Which one of the channel it is, counted from 1.
    public int epoch() {
        return epoch;
    }

    /// Notes that the publisher is alive, at `nowNs`; called for everything it sends.
    public void heard(long nowNs) {
        heardAtNs = nowNs;
    }

    long silentNs(long nowNs) {
        return nowNs - heardAtNs;
    }

    /// Announces the decoder configuration for the frames that follow. Repeating the one in force
    /// changes nothing.
    public void configure(CodecConfig config) {
        synchronized (channel) {
            if (!revoked) {
                drain(); // what waits is of the one before
                channel.configure(config);
            }
        }
    }

    public boolean isConfigured(TrackKind kind) {
        return channel.catalog().track(kind).isPresent();
    }

    /// The body of the latest message in which the publisher describes itself. Late viewers get it
    /// first; it is not yet in the stream: write it as a data frame as well. Copied, not consumed.
    public void describe(ByteBuffer metadata) {
        synchronized (channel) {
            if (!revoked) {
                channel.describe(metadata);
            }
        }
    }

    /// Opens a frame of a configured track. An inter frame before the first key frame is dropped,
    /// and so is one that comes after so long a pause that viewers may have joined meanwhile.
    ///
    /// Readers who wait are not woken: [#wake] does that, once for all that came together.
    ///
    /// @return whether the frame is taken; if not, its bytes need not be appended
    public boolean begin(FrameHeader header) {
        synchronized (channel) {
            abort();
            if (interleaver != null && header.kind() != TrackKind.DATA && !revoked) {
                gathered = header;
                gatheredBytes = ByteBuffer.allocate(header.lengthBytes());
                interleaveIfWhole();
                return true;
            }
            return open(header);
        }
    }

    private boolean open(FrameHeader header) {
        if (revoked || !channel.accepts(header, epoch)) {
            stats.dropped();
            return false;
        }
        stats.frame(header);
        missingBytes = header.lengthBytes();
        open = channel.open(header, epoch);
        endIfWhole();
        return true;
    }

    /// Adds payload to the open frame and consumes it. Readers can see it before this returns;
    /// those who wait are not woken, as with [#begin].
    public void append(ByteBuffer payload) {
        synchronized (channel) {
            if (gathered != null) {
                require(payload, gatheredBytes.remaining());
                gatheredBytes.put(payload);
                interleaveIfWhole();
            } else if (open != null) {
                write(payload);
            } else {
                payload.position(payload.limit());
            }
        }
    }

    private void write(ByteBuffer payload) {
        require(payload, missingBytes);
        missingBytes -= payload.remaining();
        channel.append(payload);
        endIfWhole();
    }

    private static void require(ByteBuffer payload, long missingBytes) {
        if (payload.remaining() > missingBytes) {
            throw new IllegalArgumentException(
                    "%d bytes for a frame that lacks %d"
                            .formatted(payload.remaining(), missingBytes));
        }
    }

    private void interleaveIfWhole() {
        FrameHeader header = gathered;
        if (header != null && interleaver != null && !gatheredBytes.hasRemaining()) {
            gathered = null;
            interleaver.add(new Frame(header, gatheredBytes.array()), this::put);
        }
    }

    private void drain() {
        if (interleaver != null) {
            interleaver.drain(this::put);
        }
    }

    private void put(Frame frame) {
        if (open(frame.header()) && open != null) {
            write(ByteBuffer.wrap(frame.payload()));
        }
    }

    /// Wakes the readers who wait. To be called when all that has come has been written: at a
    /// latency of nothing every waking is a write to every viewer.
    public void wake() {
        channel.ring();
    }

    /// A whole frame at once.
    public void write(FrameHeader header, ByteBuffer payload) {
        synchronized (channel) {
            if (!revoked && channel.isEarly(header)) {
                keepEarly(header, payload);
                return;
            }
        }
        if (begin(header)) {
            append(payload);
            wake();
        }
    }

    /// Gives up the open frame, if any: its missing bytes become zeros, and it is marked torn, so
    /// that every reader's framing holds.
    public void abort() {
        synchronized (channel) {
            if (gathered != null) {
                gathered = null;
                stats.dropped();
            }
            GroupFrame torn = open;
            if (torn == null) {
                return;
            }
            torn.tear();
            stats.torn();
            while (missingBytes > 0) {
                ByteBuffer zeros = ZEROS.duplicate();
                zeros.limit((int) Math.min(missingBytes, zeros.capacity()));
                missingBytes -= zeros.remaining();
                channel.append(zeros);
            }
            open = null;
        }
        channel.ring();
    }

    /// Leaves the channel. Viewers stay for the grace period.
    @Override
    public void close() {
        revoke();
    }

    /// Whether a successor has taken the channel, or this was closed.
    public boolean isRevoked() {
        return revoked;
    }

    /// Ends this publication from any thread. After it returns, nothing more of it is written.
    ///
    /// @return whether it was this call that ended it
    boolean revoke() {
        synchronized (channel) {
            if (revoked) {
                return false;
            }
            abort();
            drain();
            revoked = true;
            channel.unpublished(this);
        }
        channel.ring();
        return true;
    }

    private void keepEarly(FrameHeader header, ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        if (channel.keepEarly(new Frame(header, bytes))) {
            stats.frame(header);
        } else {
            stats.dropped();
        }
    }

    private void endIfWhole() {
        if (missingBytes == 0) {
            open = null;
        }
    }
}
