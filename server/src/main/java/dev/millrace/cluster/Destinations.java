package dev.millrace.cluster;

import dev.millrace.channel.Publication;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.util.List;

/// Says where publications are to go besides the places that are set. Called by any thread.
public interface Destinations {
    /// There are none.
    Destinations NONE =
            new Destinations() {
                @Override
                public boolean has(ChannelName channel) {
                    return false;
                }

                @Override
                public List<String> of(Publication publication) {
                    return List.of();
                }
            };

    /// Whether it has anything to say of a channel.
    boolean has(ChannelName channel);

    /// Where one is to go, as URLs. May take its time.
    ///
    /// @throws IOException if that cannot be said now; says why
    List<String> of(Publication publication) throws IOException, InterruptedException;
}
