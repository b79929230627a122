package dev.millrace.cluster;

import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPublisher;
import java.io.IOException;

/// Connects to where a publication goes. One thread at a time.
interface Dial {
    /// Waits until somebody takes the publication.
    ///
    /// @throws RejectedException when nobody wants it
    RtmpPublisher connect() throws IOException;

    /// What is connected to, for people: the last one, where there are several.
    String shown();

    /// What it connected to has broken off.
    void broke();

    /// Whether a refusal is the publisher's business: it is sent away then.
    boolean isMaster();
}
