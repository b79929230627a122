package dev.millrace.gateway.rtsp;

import dev.millrace.gateway.Hub;
import dev.millrace.net.Connection;
import dev.millrace.net.Conversation;
import dev.millrace.net.Listener;
import java.security.SecureRandom;
import java.util.function.Supplier;

/// The RTSP server: what all its connections share. RTSP 1.0, RFC 2326.
public final class RtspGateway implements Listener.Handler {
    private final Hub hub;
    private final Supplier<RtspSettings> settings;
    private final SecureRandom random = new SecureRandom();

    /// @param settings asked anew for each connection
    public RtspGateway(Hub hub, Supplier<RtspSettings> settings) {
        this.hub = hub;
        this.settings = settings;
    }

    @Override
    public Conversation accept(Connection connection, boolean welcome) {
        var conversation = new RtspConnection(this, connection, welcome);
        hub.housekeeper().addToCrowd(conversation);
        return conversation;
    }

    Hub hub() {
        return hub;
    }

    RtspSettings settings() {
        return settings.get();
    }

    SecureRandom random() {
        return random;
    }
}
