package dev.millrace.edge.store;

import java.io.IOException;

/// A file that should have a segment has something else, or not all of it. The message says what.
public final class BadSegmentFileException extends IOException {
    private static final long serialVersionUID = 1;

    BadSegmentFileException(String message) {
        super(message);
    }
}
