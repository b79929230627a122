package dev.millrace.edge.intake;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.source.EdgeSources.TooManySourcesException;
import dev.millrace.edge.source.Piece;
import dev.millrace.gateway.hls.ChannelCutter;
import dev.millrace.gateway.hls.ChannelCutter.Section;
import dev.millrace.media.Glob;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sources of the channels of this server: those that somebody publishes, or a relay fetches,
/// and whose names fit. Any thread.
public final class ChannelIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelIntake.class);

    /// See [PlaylistFollower]: less is no reason to tear times apart.
    private static final Duration JITTER_MAX = Duration.ofSeconds(1);

    private final Channels channels;
    private final EdgeSources sources;
    private final IntakeCounts counts;
    private final Pattern names;
    private final Duration segment;

    // Guarded by this.
    private final Map<String, Cutting> cuttings = new HashMap<>();
    private boolean closed;

    /// @param patterns names with `*` for any part of them
    /// @param segment shortest length of segments
    public ChannelIntake(
            Channels channels,
            EdgeSources sources,
            IntakeCounts counts,
            List<String> patterns,
            Duration segment) {
        this.channels = channels;
        this.sources = sources;
        this.counts = counts;
        this.segment = segment;
        this.names =
                Pattern.compile(
                        patterns.stream().map(Glob::regex).collect(Collectors.joining("|")));
    }

    /// Looks for channels that came.
    public synchronized void tick() {
        if (closed) {
            return;
        }
        for (Channel channel : channels.list()) {
            String name = channel.name().toString();
            boolean wanted = channel.publication().isPresent() && names.matcher(name).matches();
            Cutting present = cuttings.get(name);
            if (wanted && (present == null || present.channel != channel)) {
                if (present != null) {
                    present.cutter.close();
                }
                cut(name, channel);
            }
        }
    }

    private void cut(String name, Channel channel) {
        try {
            EdgeSource source = sources.join(name);
            cuttings.put(name, new Cutting(channel, source));
        } catch (TooManySourcesException e) {
            LOG.warn("channel {} is not offered: {}", name, e.getMessage());
        }
    }

    private synchronized void ended(Cutting cutting) {
        cuttings.remove(cutting.source.name(), cutting);
    }

    @Override
    public synchronized void close() {
        closed = true;
        cuttings.values().forEach(cutting -> cutting.cutter.close());
    }

    /// One channel being cut.
    private final class Cutting implements ChannelCutter.Sink {
        private final Channel channel;
        private final EdgeSource source;
        private final ChannelCutter cutter;

        // Of the cutter's thread.
        private boolean first = true;
        private Instant expected = Instant.MIN;

        Cutting(Channel channel, EdgeSource source) {
            this.channel = channel;
            this.source = source;
            this.cutter = ChannelCutter.start(channel, segment, sources.clock().own(), this);
        }

        @Override
        public void add(Section section, byte[] body) {
            long bytes = body.length;
            boolean empty = bytes == 0 || section.durationUs() <= 0;
            boolean large =
                    bytes > Segment.BYTES_MAX || section.durationUs() > Segment.DURATION_US_MAX;
            if (empty || large) {
                counts.unreadable();
                return;
            }
            boolean discontinuity = first || section.discontinuity();
            Instant start = section.startedAt();
            boolean continues =
                    !discontinuity
                            && Duration.between(expected, start).abs().compareTo(JITTER_MAX) <= 0;
            start = continues ? expected : start;
            source.add(
                    new Piece(
                            body,
                            new Piece.Place(
                                    start, section.durationUs(), discontinuity, Optional.empty())));
            counts.read(bytes, 0);
            first = false;
            expected = start.plus(section.durationUs(), ChronoUnit.MICROS);
        }

        @Override
        public void ended() {
            ChannelIntake.this.ended(this);
        }
    }
}
