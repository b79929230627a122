package dev.millrace.control.replay;

import java.io.IOException;

/// An object was not read in time. It may be there the next time somebody asks.
public final class SlowReadException extends IOException {
    private static final long serialVersionUID = 1;

    SlowReadException(String message) {
        super(message);
    }
}
