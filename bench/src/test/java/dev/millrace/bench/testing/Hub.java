package dev.millrace.bench.testing;

import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hands what publishers send to viewers, on the publisher's thread. Any thread.
final class Hub {
    /// One message.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Message(TrackKind kind, int timestampMs, byte[] body) {
        boolean isConfiguration() {
            return body.length > 1 && body[1] == 0; // of H.264 and of AAC
        }

        boolean isKey() {
            return kind == TrackKind.VIDEO && body[0] >> 4 == 1;
        }
    }

    /// Who gets every message.
    interface Viewer {
        void message(Message message) throws IOException;
    }

    /// One stream: its configurations, everything since the last key frame, and who watches.
    private static final class Stream {
        private final List<Message> configurations = new ArrayList<>();
        private final List<Message> group = new ArrayList<>();
        private final List<Viewer> viewers = new ArrayList<>();
    }

    private final Map<String, Stream> streams = new HashMap<>();
    private long messagesLeft = Long.MAX_VALUE;
    private Runnable atLimit = () -> {};

    /// Does something after so many further messages.
    synchronized void limit(long messages, Runnable action) {
        messagesLeft = messages;
        atLimit = action;
    }

    /// Answers whether nobody publishes this stream yet.
    synchronized boolean publish(String name) {
        return streams.putIfAbsent(name, new Stream()) == null;
    }

    synchronized void unpublish(String name) {
        streams.remove(name);
    }

    synchronized boolean exists(String name) {
        return streams.containsKey(name);
    }

    synchronized void send(String name, Message message) {
        Stream stream = streams.get(name);
        if (stream == null) {
            return;
        }
        if (message.isConfiguration()) {
            stream.configurations.add(message);
        } else {
            if (message.isKey()) {
                stream.group.clear();
            }
            stream.group.add(message);
        }
        stream.viewers.removeIf(viewer -> !takes(viewer, message));
        messagesLeft--;
        if (messagesLeft == 0) {
            atLimit.run();
        }
    }

    /// Adds a viewer, who gets what it needs to begin at once.
    synchronized void watch(String name, Viewer viewer) {
        Stream stream = streams.get(name);
        if (stream == null) {
            return;
        }
        boolean isThere =
                stream.configurations.stream().allMatch(message -> takes(viewer, message))
                        && stream.group.stream().allMatch(message -> takes(viewer, message));
        if (isThere) {
            stream.viewers.add(viewer);
        }
    }

    private static boolean takes(Viewer viewer, Message message) {
        try {
            viewer.message(message);
            return true;
        } catch (IOException e) {
            return false; // it is gone
        }
    }
}
