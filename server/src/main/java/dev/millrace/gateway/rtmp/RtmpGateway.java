package dev.millrace.gateway.rtmp;

import dev.millrace.bandwidth.Measurements;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.channel.WireFormat;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Connection;
import dev.millrace.net.Conversation;
import dev.millrace.net.Listener;
import dev.millrace.rtmp.ServerSettings;
import dev.millrace.rtmp.StreamAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The RTMP server: what all its connections share. Give it to as many [Listener]s as there are
/// ports.
public final class RtmpGateway implements Listener.Handler {
    private final Hub hub;
    private final Measurements measurements;
    private final RtmpSettings settings;
    private final ServerSettings protocol;
    private final Map<RtmpForm, WireFormat<RtmpStart>> formats;
    private final SecureRandom random = new SecureRandom();

    /// @param measurements who may measure the line to here
    public RtmpGateway(Hub hub, RtmpSettings settings, Measurements measurements) {
        this(
                hub,
                settings,
                measurements,
                RtmpForm.all().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        form -> form,
                                        form -> RtmpPackager.format(form, settings.chunkBytes()))));
    }

    private RtmpGateway(
            Hub hub,
            RtmpSettings settings,
            Measurements measurements,
            Map<RtmpForm, WireFormat<RtmpStart>> formats) {
        this.hub = hub;
        this.measurements = measurements;
        this.settings = settings;
        this.formats = formats;
        this.protocol =
                new ServerSettings(
                        settings.chunkBytes(),
                        ServerSettings.DEFAULT.windowBytes(),
                        settings.banner());
    }

    /// The same for connections that come when other settings hold; those of this one keep theirs.
    /// They share what is rendered, if chunks are as long as they were.
    public RtmpGateway with(RtmpSettings others) {
        return others.chunkBytes() == settings.chunkBytes()
                ? new RtmpGateway(hub, others, measurements, formats)
                : new RtmpGateway(hub, others, measurements);
    }

    @Override
    public Conversation accept(Connection connection, boolean welcome) {
        var conversation = new RtmpConnection(this, connection, welcome);
        hub.housekeeper().addToCrowd(conversation);
        return conversation;
    }

    Hub hub() {
        return hub;
    }

    Measurements measurements() {
        return measurements;
    }

    /// The channel that a client asks for.
    ///
    /// @throws ProtocolException if there is none of that name, or nobody may have it
    ChannelName channel(StreamAddress address) throws ProtocolException {
        String vhost = hub.vhosts().of(address.vhost());
        Optional<String> refusal = hub.vhosts().refusal(vhost);
        if (refusal.isPresent()) {
            throw new Unsupported(refusal.get());
        }
        return address.channelIn(vhost);
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
