package dev.millrace.bench.net;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.ByteBuffer;

/// Takes the chunks of HTTP off a body that arrives in pieces. RFC 9112, section 7.1.
///
/// ```
/// SIZE --line ends--> DATA --all of it--> DATA_END --line ends--> SIZE
///   \--0, line ends--> TRAILER --empty line--> DONE
/// ```
public final class ChunkedBody {
    /// Who gets the body.
    @FunctionalInterface
    public interface Sink {
        /// The next bytes.
        ///
        /// @param slice of the body, never empty; valid until this returns
        void take(ByteBuffer slice) throws ProtocolException;
    }

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        DATA_END,
        TRAILER,
        DONE
    }

    private State state = State.SIZE;
    private int left;
    private boolean lineIsEmpty;

    /// Takes from `in` what belongs to the body, and leaves what follows it.
    public void receive(ByteBuffer in, Sink sink) throws ProtocolException {
        while (in.hasRemaining() && state != State.DONE) {
            if (state == State.DATA) {
                data(in, sink);
            } else {
                line(in.get());
            }
        }
    }

    /// Whether the body is whole.
    public boolean isDone() {
        return state == State.DONE;
    }

    private void data(ByteBuffer in, Sink sink) throws ProtocolException {
        int step = Math.min(left, in.remaining());
        ByteBuffer slice = in.slice(in.position(), step);
        in.position(in.position() + step);
        left -= step;
        if (left == 0) {
            state = State.DATA_END;
        }
        sink.take(slice);
    }

    private void line(byte next) throws Malformed {
        if (next == '\n') {
            endLine();
            return;
        }
        if (next == '\r') {
            return;
        }
        lineIsEmpty = false;
        if (state == State.SIZE) {
            int digit = Character.digit(next, 16);
            if (digit >= 0) {
                left = left << 4 | digit;
            } else {
                state = State.EXTENSION;
            }
            if (left < 0) {
                throw new Malformed("an HTTP chunk of more than 2 GiB");
            }
        }
    }

    private void endLine() {
        state =
                switch (state) {
                    case SIZE, EXTENSION -> left > 0 ? State.DATA : State.TRAILER;
                    case DATA_END -> State.SIZE;
                    case TRAILER -> lineIsEmpty ? State.DONE : State.TRAILER;
                    case DATA, DONE -> state;
                };
        lineIsEmpty = true;
    }
}
