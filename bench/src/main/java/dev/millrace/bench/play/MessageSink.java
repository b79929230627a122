package dev.millrace.bench.play;

import dev.millrace.bytes.ProtocolException;

/// Gets every message once it is whole.
@FunctionalInterface
interface MessageSink {
    /// One message.
    ///
    /// @param head valid until this returns
    void message(MessageHead head) throws ProtocolException;
}
