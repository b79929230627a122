package dev.millrace.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Writes text as payload, at times in milliseconds, when their time has come.
final class Feed {
    private final Publication publication;
    private final FakePublisher publisher;
    private final ManualClock clock;
    private long newestMs = Long.MIN_VALUE;

    Feed(Publication publication, FakePublisher publisher, ManualClock clock) {
        this.publication = publication;
        this.publisher = publisher;
        this.clock = clock;
    }

    Publication publication() {
        return publication;
    }

    FakePublisher publisher() {
        return publisher;
    }

    Feed key(long dtsMs, String payload) {
        return write(video(dtsMs, true, payload.length()), payload);
    }

    Feed inter(long dtsMs, String payload) {
        return write(video(dtsMs, false, payload.length()), payload);
    }

    Feed audio(long dtsMs, String payload) {
        return write(FrameHeader.audio(dtsMs * 1000, payload.length()), payload);
    }

    Feed data(long dtsMs, String payload) {
        return write(FrameHeader.data(dtsMs * 1000, payload.length()), payload);
    }

    /// Announces a picture whose payload follows by [#append].
    boolean begin(long dtsMs, boolean key, int lengthBytes) {
        pass(dtsMs);
        boolean taken = publication.begin(video(dtsMs, key, lengthBytes));
        publication.wake();
        return taken;
    }

    Feed append(String payload) {
        publication.append(bytes(payload));
        publication.wake();
        return this;
    }

    /// A key frame of `lengthBytes` that stands for any content.
    Feed large(long dtsMs, boolean key, int lengthBytes) {
        pass(dtsMs);
        publication.write(video(dtsMs, key, lengthBytes), ByteBuffer.allocate(lengthBytes));
        return this;
    }

    /// One Group of Pictures: a key frame, and an inter frame 40 ms later.
    Feed gop(long dtsMs, String name) {
        return key(dtsMs, name).inter(dtsMs + 40, name.toLowerCase(java.util.Locale.ROOT));
    }

    void close() {
        publication.close();
    }

    private void pass(long dtsMs) {
        if (newestMs != Long.MIN_VALUE) {
            clock.advance(Duration.ofMillis(Math.max(0, dtsMs - newestMs)));
        }
        newestMs = Math.max(newestMs, dtsMs);
    }

    private Feed write(FrameHeader header, String payload) {
        pass(header.dtsUs() / 1000);
        publication.write(header, bytes(payload));
        return this;
    }

    private static FrameHeader video(long dtsMs, boolean key, int lengthBytes) {
        return new FrameHeader(TrackKind.VIDEO, dtsMs * 1000, 0, key, false, lengthBytes);
    }

    static ByteBuffer bytes(String payload) {
        return ByteBuffer.wrap(payload.getBytes(US_ASCII));
    }
}
