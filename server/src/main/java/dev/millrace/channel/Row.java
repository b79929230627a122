package dev.millrace.channel;

import dev.millrace.delivery.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The viewers of one wire on one lane. A ring starts a pass that calls each of them in turn.
///
/// Everything but [#ring] belongs to the lane's thread.
final class Row implements Runnable {
    /// After so many viewers the lane turns to what else waits: other channels, and newcomers. A
    /// few milliseconds of work.
    private static final int TURN = 256;

    private final Lane lane;
    private final List<WireReader<?>> readers = new ArrayList<>();
    private final AtomicInteger rings = new AtomicInteger();

    /// Rings that the pass under way answers; 0 between passes.
    private int answering;

    private int next;

    Row(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    /// There is more to see. Rings during a pass lead to one more pass. Any thread.
    void ring() {
        if (rings.getAndIncrement() == 0) {
            lane.execute(this);
        }
    }

    void add(WireReader<?> reader) {
        reader.place(readers.size());
        readers.add(reader);
    }

    /// Closes the gap without leaving out, in a pass under way, anyone who has yet to be called.
    void remove(WireReader<?> reader) {
        int gap = reader.place();
        if (gap < next) {
            next--;
            move(next, gap);
            gap = next;
        }
        move(readers.size() - 1, gap);
        readers.removeLast();
    }

    private void move(int from, int to) {
        WireReader<?> moved = readers.get(from);
        readers.set(to, moved);
        moved.place(to);
    }

    @Override
    public void run() {
        if (answering == 0) {
            answering = rings.get();
        }
        for (int called = 0; called < TURN && next < readers.size(); called++) {
            // In this order: a viewer that leaves when it is called is one of those called.
            next++;
            readers.get(next - 1).serve();
        }
        boolean again = next < readers.size();
        if (!again) {
            next = 0;
            again = rings.addAndGet(-answering) > 0;
            answering = 0;
        }
        if (again) {
            lane.execute(this);
        }
    }
}
