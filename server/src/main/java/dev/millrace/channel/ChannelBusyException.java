package dev.millrace.channel;

import java.io.Serial;

/// Somebody else is publishing this channel, and is alive.
public final class ChannelBusyException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    ChannelBusyException(String message) {
        super(message, null, false, false);
    }
}
