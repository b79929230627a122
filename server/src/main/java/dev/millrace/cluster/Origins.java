package dev.millrace.cluster;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.client.source.MediaSources;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Connects to the origins of channels: to the first one that is well and has the channel. Any
/// thread; connecting waits.
final class Origins {
    private final OriginHealth health;
    private final String node;

    /// @param node this server among others
    Origins(OriginHealth health, String node) {
        this.health = health;
        this.node = node;
    }

    /// A channel, for those who want it or publish it here.
    ///
    /// @param route the way that they came
    record Wanted(ChannelName channel, ClusterSettings settings, Route route) {
        private String url(Place origin) {
            return origin.url(channel, settings.passQuery() ? route.query() : "");
        }
    }

    /// What takes a publication.
    record Taken(RtmpPublisher to, Place origin) {}

    /// Waits until one of them has agreed to send the channel.
    ///
    /// @param said is told what is tried, without credentials
    /// @throws RejectedException when none has it; with the reason of the last one
    /// @throws IOException when none can be reached
    Played play(Wanted wanted, ClientOptions options, Consumer<String> said) throws IOException {
        ClientOptions known = options.withVia(wanted.route().through(node));
        return first(
                wanted.settings().origins(),
                wanted.channel(),
                origin -> {
                    MediaSource source = MediaSources.openRemote(wanted.url(origin), known);
                    said.accept("it comes from " + origin.shown(wanted.channel()));
                    return new Played(source, origin, wanted);
                });
    }

    /// Waits until one of them has agreed to take the channel. One that refuses has the last word.
    ///
    /// @throws RejectedException when it is refused
    /// @throws IOException when none can be reached
    Taken publish(Wanted wanted) throws IOException {
        List<Place> takers = wanted.settings().origins().stream().filter(Place::isRtmp).toList();
        ClientOptions options = Forwards.options(wanted.route().through(node));
        IOException last = new IOException("none of its origins speaks RTMP");
        for (Place origin : health.inOrder(takers, wanted.channel())) {
            try {
                return new Taken(RtmpPublisher.connect(wanted.url(origin), options), origin);
            } catch (RejectedException e) {
                throw e;
            } catch (IOException e) {
                giveUp(e, origin);
                last = e;
            }
        }
        throw last;
    }

    /// Something that broke off.
    void failed(Place origin) {
        health.failed(origin);
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open(Place origin) throws IOException;
    }

    private <T> T first(List<Place> all, ChannelName channel, Opening<T> opening)
            throws IOException {
        IOException last = new IOException("it has no origin");
        for (Place origin : health.inOrder(all, channel)) {
            try {
                T opened = opening.open(origin);
                health.fine(origin, channel);
                return opened;
            } catch (RejectedException e) {
                health.missed(origin, channel);
                last = e;
            } catch (IOException e) {
                giveUp(e, origin);
                last = e;
            }
        }
        throw last;
    }

    /// Who is told to stop while it waits for an origin asks no other.
    private void giveUp(IOException why, Place origin) throws IOException {
        health.failed(origin);
        if (Thread.currentThread().isInterrupted()) {
            throw why;
        }
    }

    /// What comes from an origin. When it ends, another one may have the channel.
    final class Played implements MediaSource {
        private final MediaSource source;
        private final Place origin;
        private final Wanted wanted;
        private volatile long heardAtNs = System.nanoTime();
        private volatile boolean closed;

        private Played(MediaSource source, Place origin, Wanted wanted) {
            this.source = source;
            this.origin = origin;
            this.wanted = wanted;
        }

        Place origin() {
            return origin;
        }

        @Override
        public MediaEvent next() throws IOException {
            try {
                MediaEvent event = source.next();
                heardAtNs = System.nanoTime();
                if (event instanceof MediaEvent.Ended) {
                    health.missed(origin, wanted.channel());
                }
                return event;
            } catch (IOException e) {
                if (!closed && !Thread.currentThread().isInterrupted()) {
                    health.failed(origin);
                }
                throw e;
            }
        }

        /// Who is not wanted any more has not failed, unless that is because it was silent.
        @Override
        public void close() {
            long silentNs = System.nanoTime() - heardAtNs;
            if (!closed && silentNs >= wanted.settings().stallTimeout().toNanos()) {
                health.failed(origin);
            }
            closed = true;
            source.close();
        }
    }
}
