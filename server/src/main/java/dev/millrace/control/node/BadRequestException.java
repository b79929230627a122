package dev.millrace.control.node;

/// What was asked for makes no sense. The message says what is wrong, and what would be right.
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1;

    public BadRequestException(String message) {
        super(message);
    }
}
