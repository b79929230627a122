package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.io.Serial;

/// What a server sent, or a file holds, breaks the rules of its format.
public final class BrokenStreamException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    public BrokenStreamException(ProtocolException fault) {
        super(fault.getMessage(), fault);
    }
}
