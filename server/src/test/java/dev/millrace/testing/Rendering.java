package dev.millrace.testing;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Packager;
import dev.millrace.channel.Subscription;
import dev.millrace.channel.Subscription.Step;
import dev.millrace.channel.WireFormat;
import dev.millrace.channel.WireOut;
import java.io.ByteArrayOutputStream;

/// A channel rendered in one format by the thread that asks, as a wire does it by a thread of its
/// own.
public final class Rendering<S> implements AutoCloseable {
    private final Subscription subscription;
    private final Packager<S> packager;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Starts<S> starts;

    /// Told where each group begins, before any byte of it.
    @FunctionalInterface
    public interface Starts<S> {
        void group(S start);
    }

    public Rendering(Channel channel, WireFormat<S> format, Starts<S> starts) {
        this.subscription = channel.subscribe();
        this.packager = format.packager().get();
        this.starts = starts;
    }

    /// What there is since the last time.
    public byte[] take() {
        bytes.reset();
        Step step = subscription.poll();
        while (!(step instanceof Step.Nothing)) {
            render(step);
            step = subscription.poll();
        }
        return bytes.toByteArray();
    }

    private void render(Step step) {
        switch (step) {
            case Step.GroupOpened(var group, long missed) ->
                    starts.group(packager.open(group, missed > 0, out));
            case Step.FrameOpened(var frame) -> packager.frame(frame, out);
            case Step.Payload(var payload) -> packager.payload(payload, out);
            case Step.FrameClosed(var frame) -> packager.endFrame(frame, out);
            case Step.GroupClosed _ -> packager.close(out);
            case Step.Unpublished _, Step.Ended _, Step.Nothing _ -> {}
        }
    }

    private final WireOut out =
            new WireOut() {
                @Override
                public void put(byte[] source, int offset, int length) {
                    bytes.write(source, offset, length);
                }

                @Override
                public void mark(long dtsUs, boolean independent, boolean changed) {}
            };

    @Override
    public void close() {
        subscription.close();
    }
}
