package dev.millrace.control.link;

/// An edge node did what no edge node does. Ends its connection and no other; the message says what
/// it was.
final class MisbehaviourException extends Exception {
    private static final long serialVersionUID = 1;

    MisbehaviourException(String message) {
        super(message, null, false, false); // they choose when
    }
}
