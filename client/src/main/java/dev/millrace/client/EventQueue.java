package dev.millrace.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Events that came together and are asked for one by one. One thread.
public final class EventQueue {
    /// Waits for something, and adds the events that it brings; perhaps none.
    @FunctionalInterface
    public interface Source {
        void receive() throws IOException;
    }

    private final Deque<MediaEvent> events = new ArrayDeque<>();

    public void add(MediaEvent event) {
        events.add(event);
    }

    /// The next event; the end of all events again and again.
    public MediaEvent next(Source source) throws IOException {
        while (events.isEmpty()) {
            source.receive();
        }
        return events.peek() instanceof MediaEvent.Ended ? events.element() : events.remove();
    }
}
