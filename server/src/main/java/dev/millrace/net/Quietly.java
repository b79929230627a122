package dev.millrace.net;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Closing what may already be gone.
final class Quietly {
    private static final Logger LOG = System.getLogger(Quietly.class.getName());

    private Quietly() {}

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The peer was faster; there is nobody left to tell.
            LOG.log(Level.DEBUG, "closing a dead connection: {0}", e.getMessage());
        }
    }
}
