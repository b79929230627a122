package dev.millrace.edge.intake;

/// A playlist is not taken, or a segment not read. The message says what was wrong and what would
/// be right.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /// Whose fault it is.
    public enum Why {
        /// It makes no sense.
        WRONG,
        /// It is not allowed here.
        FORBIDDEN,
        /// It is too large.
        TOO_LARGE,
        /// There is too much to do.
        BUSY
    }

    private final Why why;

    RefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    static RefusedException wrong(String message) {
        return new RefusedException(Why.WRONG, message);
    }

    static RefusedException forbidden(String message) {
        return new RefusedException(Why.FORBIDDEN, message);
    }
}
