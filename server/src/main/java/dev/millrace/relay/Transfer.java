package dev.millrace.relay;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.Catalog;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Subscription;
import dev.millrace.client.MediaSink;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Carries one publication out of its channel, from a key frame to its end: over one connection, or
/// into one program. What is too slow loses whole groups. Its clock begins at zero. One thread;
/// [#busySinceNs] and [#beganAtUs] for any.
public final class Transfer {
    private final int epoch;
    private final Subscription frames;
    private final MediaSink to;
    private final Counts counts;
    private final long afterUs;
    private final Map<TrackKind, Track> configured = new EnumMap<>(TrackKind.class);
    private final ByteWriter payload = new ByteWriter(64 << 10);
    private volatile long beganAtUs;
    private boolean begun;
    private boolean isOurs;
    private volatile long busySinceNs;

    /// What has been sent, perhaps by several transfers one after the other.
    public record Counts(LongAdder frames, LongAdder bytes, LongAdder missedGroups) {
        public Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /// @param epoch which publication of the channel it is
    public Transfer(int epoch, Subscription frames, MediaSink to, Counts counts) {
        this(epoch, frames, to, counts, Long.MIN_VALUE);
    }

    /// @param afterUs a time on the channel's timeline: it begins with a group that begins later
    public Transfer(int epoch, Subscription frames, MediaSink to, Counts counts, long afterUs) {
        this.epoch = epoch;
        this.frames = frames;
        this.to = to;
        this.counts = counts;
        this.afterUs = afterUs;
    }

    /// Since when the other end has taken nothing of what is being sent; 0 if nothing is.
    public long busySinceNs() {
        return busySinceNs;
    }

    /// The place on the channel's timeline that is its zero; known when the first frame is sent.
    public long beganAtUs() {
        return beganAtUs;
    }

    /// Returns when the publication is over, and all of it is sent.
    public void run() throws IOException, InterruptedException {
        while (take(frames.poll())) {
            // One step after the other.
        }
    }

    /// @return whether there is more to come
    private boolean take(Subscription.Step step) throws IOException, InterruptedException {
        return switch (step) {
            case Subscription.Step.GroupOpened(Group group, long missed) -> open(group, missed);
            case Subscription.Step.FrameOpened _ -> {
                payload.clear();
                yield true;
            }
            case Subscription.Step.Payload(ByteBuffer some) -> {
                payload.bytes(some);
                yield true;
            }
            case Subscription.Step.FrameClosed(GroupFrame frame) -> {
                if (begun && isOurs && !frame.torn()) {
                    send(frame);
                }
                yield true;
            }
            case Subscription.Step.GroupClosed _ -> true;
            case Subscription.Step.Nothing _ -> {
                frames.await();
                yield !frames.isClosed();
            }
            case Subscription.Step.Unpublished _ -> !isOurs;
            case Subscription.Step.Ended _ -> false;
        };
    }

    private boolean open(Group group, long missed) throws IOException {
        if (group.epoch() > epoch) {
            return false;
        }
        isOurs = group.epoch() == epoch;
        if (isOurs && begun) {
            counts.missedGroups().add(missed);
        } else if (isOurs && group.independent() && group.startDtsUs() > afterUs) {
            begin(group);
        }
        return true;
    }

    /// What the publisher says of itself goes first, and what a decoder needs.
    private void begin(Group group) throws IOException {
        begun = true;
        beganAtUs = group.startDtsUs();
        Catalog catalog = group.catalog();
        for (Track track : catalog.tracks()) {
            configure(track);
        }
        if (catalog.metadata().isPresent()) {
            ByteBuffer body = catalog.metadata().get();
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            send(new Frame(FrameHeader.data(0, bytes.length), bytes));
        }
    }

    private void configure(Track track) throws IOException {
        boolean isNew = !track.equals(configured.put(track.kind(), track));
        if (isNew && track.kind() != TrackKind.DATA) {
            to.configure((Codec) track.config());
        }
    }

    private void send(GroupFrame frame) throws IOException {
        configure(frame.track());
        // Sound may begin a little before the picture that its group begins with.
        FrameHeader header = frame.header();
        long dtsUs = Math.max(0, header.dtsUs() - beganAtUs);
        send(new Frame(header.at(dtsUs), payload.toByteArray()));
        counts.frames().increment();
        counts.bytes().add(header.lengthBytes());
    }

    private void send(Frame frame) throws IOException {
        busySinceNs = System.nanoTime();
        to.send(frame);
        busySinceNs = 0;
    }
}
