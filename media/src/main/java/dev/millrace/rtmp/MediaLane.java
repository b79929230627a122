package dev.millrace.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.SessionEffect.Data;
import dev.millrace.rtmp.SessionEffect.MediaAborted;
import dev.millrace.rtmp.SessionEffect.MediaBegin;
import dev.millrace.rtmp.SessionEffect.MediaBytes;
import dev.millrace.rtmp.SessionEffect.MediaEnd;
import dev.millrace.rtmp.chunk.AsideBudget;
import dev.millrace.rtmp.chunk.MessageReceiver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lines up media and data messages whose chunks take turns, so that one at a time goes out.
///
/// The message that began first is *open*: its bytes pass through. Others wait aside. When the open
/// one is over, those that became whole meanwhile go out in the order they became so, and then the
/// oldest of the rest is the open one.
final class MediaLane {
    /// What a message that waits costs besides its bytes: an empty one, too, is a few objects.
    static final int WAITING_BYTES = 256;

    /// Something complete whose turn has not come.
    private record Whole(int streamId, int bytes, List<SessionEffect> effects) {}

    private final Consumer<? super SessionEffect> out;
    private final AsideBudget budget;
    private final Queue<Whole> whole = new ArrayDeque<>();
    private final Queue<Message> partial = new ArrayDeque<>();
    private @Nullable Message open;

    MediaLane(Consumer<? super SessionEffect> out, AsideBudget budget) {
        this.out = out;
        this.budget = budget;
    }

    MessageReceiver begin(MediaBegin begin) throws OverLimit {
        var message = new Message(begin);
        if (open == null) {
            message.open();
        } else {
            message.take(WAITING_BYTES);
            partial.add(message);
        }
        return message;
    }

    /// Passes a data message on, or keeps a copy of it until the open message is over.
    void data(Data data) throws OverLimit {
        if (open == null) {
            out.accept(data);
            return;
        }
        int bytes = data.body().remaining();
        budget.take(WAITING_BYTES + bytes);
        ByteBuffer copy = ByteBuffer.allocate(bytes).put(data.body().duplicate()).flip();
        var kept = new Data(data.streamId(), data.timestampMs(), copy);
        whole.add(new Whole(data.streamId(), WAITING_BYTES + bytes, List.of(kept)));
    }

    /// Ends a stream: what is whole goes out if its turn comes now, the rest is dropped, and what
    /// still arrives of it too.
    void close(int streamId) {
        partial.removeIf(message -> message.begin.streamId() == streamId && message.drop());
        if (open != null && open.begin.streamId() == streamId) {
            open.abort();
        }
        whole.removeIf(item -> item.streamId == streamId && release(item));
    }

    private void openNext() {
        open = null;
        for (Whole item = whole.poll(); item != null; item = whole.poll()) {
            item.effects.forEach(out);
            release(item);
        }
        Message next = partial.poll();
        if (next != null) {
            next.open();
        }
    }

    private boolean release(Whole item) {
        budget.giveBack(item.bytes);
        return true;
    }

    /// One media message on its way.
    private final class Message implements MessageReceiver {
        private enum State {
            OPEN,
            ASIDE,
            DROPPED
        }

        private final MediaBegin begin;
        private final ByteWriter aside = new ByteWriter(0);
        private State state = State.ASIDE;
        private int takenBytes;

        Message(MediaBegin begin) {
            this.begin = begin;
        }

        void open() {
            state = State.OPEN;
            open = this;
            out.accept(begin);
            if (aside.size() > 0) {
                out.accept(new MediaBytes(aside.toBuffer()));
            }
            giveBack();
        }

        private void take(int bytes) throws OverLimit {
            budget.take(bytes);
            takenBytes += bytes;
        }

        private void giveBack() {
            budget.giveBack(takenBytes);
            takenBytes = 0;
        }

        @Override
        public void bytes(ByteBuffer slice) throws OverLimit {
            switch (state) {
                case OPEN -> out.accept(new MediaBytes(slice));
                case ASIDE -> {
                    take(slice.remaining());
                    aside.bytes(slice);
                }
                case DROPPED -> {}
            }
        }

        @Override
        public void end() {
            switch (state) {
                case OPEN -> {
                    out.accept(new MediaEnd());
                    openNext();
                }
                case ASIDE -> {
                    partial.remove(this);
                    whole.add(new Whole(begin.streamId(), takenBytes, effects()));
                }
                case DROPPED -> {}
            }
        }

        @Override
        public void abandon() {
            switch (state) {
                case OPEN -> abort();
                case ASIDE -> {
                    partial.remove(this);
                    drop();
                }
                case DROPPED -> {}
            }
        }

        void abort() {
            state = State.DROPPED;
            out.accept(new MediaAborted());
            openNext();
        }

        boolean drop() {
            state = State.DROPPED;
            giveBack();
            return true;
        }

        private List<SessionEffect> effects() {
            return aside.size() == 0
                    ? List.of(begin, new MediaEnd())
                    : List.of(begin, new MediaBytes(aside.toBuffer()), new MediaEnd());
        }
    }
}
