package dev.millrace.json;

/// A text that is no JSON, or JSON that is not what it should be. The message says what is wrong,
/// where, and what would be right.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    public JsonException(String message) {
        super(message);
    }
}
