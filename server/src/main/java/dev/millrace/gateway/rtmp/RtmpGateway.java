package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Channels;
import dev.millrace.channel.WireFormat;
import dev.millrace.net.Connection;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Listener;
import dev.millrace.observe.Sessions;
import dev.millrace.rtmp.ServerSettings;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The RTMP server: what all its connections share. Give it to as many [Listener]s as there are
/// ports.
public final class RtmpGateway implements Listener.Handler {
    private final Channels channels;
    private final Sessions sessions;
    private final Housekeeper housekeeper;
    private final RtmpSettings settings;
    private final ServerSettings protocol;
    private final Map<RtmpForm, WireFormat<RtmpStart>> formats;
    private final SecureRandom random = new SecureRandom();

    public RtmpGateway(
            Channels channels, Sessions sessions, Housekeeper housekeeper, RtmpSettings settings) {
        this.channels = channels;
        this.sessions = sessions;
        this.housekeeper = housekeeper;
        this.settings = settings;
        this.protocol =
                new ServerSettings(
                        settings.chunkBytes(),
                        ServerSettings.DEFAULT.windowBytes(),
                        ServerSettings.DEFAULT.serverName());
        this.formats =
                RtmpForm.all().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        form -> form,
                                        form -> RtmpPackager.format(form, settings.chunkBytes())));
    }

    @Override
    public void serve(Connection connection) {
        run(connection, true);
    }

    /// Goes as far as the connect command, to which the answer is no, with the reason.
    @Override
    public void refuse(Connection connection) {
        run(connection, false);
    }

    private void run(Connection connection, boolean welcome) {
        try (var one = new RtmpConnection(this, connection, welcome)) {
            one.run();
        }
    }

    Channels channels() {
        return channels;
    }

    Sessions sessions() {
        return sessions;
    }

    Housekeeper housekeeper() {
        return housekeeper;
    }

    RtmpSettings settings() {
        return settings;
    }

    ServerSettings protocol() {
        return protocol;
    }

    WireFormat<RtmpStart> format(RtmpForm form) {
        return Objects.requireNonNull(formats.get(form));
    }

    SecureRandom random() {
        return random;
    }
}
