package dev.millrace.client;

import dev.millrace.flv.FlvTag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What was published under one name.
final class TestChannel {
    private final List<FlvTag> tags = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    void add(FlvTag tag) {
        tags.add(tag);
    }

    void end() {
        ended.countDown();
    }

    /// All of it, once its publisher is done.
    List<FlvTag> tags() {
        try {
            ended.await();
            return tags;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
