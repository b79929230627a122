package dev.millrace.app.setup;

import dev.millrace.channel.Publication;
import dev.millrace.cluster.Destinations;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.util.List;

/// Has services say where publications go. A server that forwards nothing does not load it.
public final class ForwardHook implements Destinations {
    private final PublisherHooks services;

    private ForwardHook(PublisherHooks services) {
        this.services = services;
    }

    /// What these services say.
    public static Destinations by(PublisherHooks services) {
        return new ForwardHook(services);
    }

    @Override
    public boolean has(ChannelName channel) {
        return services.saysWhere(channel);
    }

    @Override
    public List<String> of(Publication publication) throws IOException, InterruptedException {
        return services.where(publication);
    }
}
