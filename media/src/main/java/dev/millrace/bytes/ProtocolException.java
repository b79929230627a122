package dev.millrace.bytes;

import java.io.Serial;
import java.util.Objects;

/// The peer, or the file, did something we will not go along with. Ends this connection, or the
/// reading of this file, and nothing else.
///
/// Carries no stack trace: peers choose when to cause it, and the message says what was wrong and
/// what would have been right.
public abstract sealed class ProtocolException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private ProtocolException(String message) {
        super(message, null, false, false);
    }

    /// Always there, unlike that of other exceptions.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /// Their bytes are wrong.
    public static final class Malformed extends ProtocolException {
        @Serial private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }

    /// Legal, but not done here.
    public static final class Unsupported extends ProtocolException {
        @Serial private static final long serialVersionUID = 1;

        public Unsupported(String message) {
            super(message);
        }
    }

    /// Legal, but more than we are willing to hold.
    public static final class OverLimit extends ProtocolException {
        @Serial private static final long serialVersionUID = 1;

        public OverLimit(String message) {
            super(message);
        }
    }

    /// Refuses `value` when it is negative or above `max`, naming both.
    public static int requireAtMost(String what, long value, int max) throws OverLimit {
        if (value < 0 || value > max) {
            throw new OverLimit("%s is %d, more than the limit of %d".formatted(what, value, max));
        }
        return (int) value;
    }
}
