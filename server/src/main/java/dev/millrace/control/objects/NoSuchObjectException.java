package dev.millrace.control.objects;

import java.io.IOException;

/// There is no object of this key, and there is not going to be one. The message has the key.
public final class NoSuchObjectException extends IOException {
    private static final long serialVersionUID = 1;

    public NoSuchObjectException(String key) {
        super("there is no object " + key);
    }
}
