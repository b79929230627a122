package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.networks;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.pictureSize;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.Network;
import dev.millrace.config.value.PictureSize;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What one address may take of what is there for all, and how much of it a channel is.
///
/// @param connectionRatePerIp new connections a second
/// @param connectionBurstPerIp new connections at once
/// @param failuresPerIp in a minute
/// @param viewers of a channel at a time
/// @param bitrate of a publisher
/// @param picture the largest of a publisher
public record LimitsConfig(
        int connectionsPerIp,
        int connectionRatePerIp,
        int connectionBurstPerIp,
        int failuresPerIp,
        List<Network> trusted,
        Optional<Integer> viewers,
        Optional<Integer> viewersPerIp,
        Optional<Bitrate> bitrate,
        Optional<PictureSize> picture) {
    static final Key<Integer> CONNECTIONS =
            new Key<>(
                    "limits.connections_per_ip",
                    integer(1, 1_000_000),
                    "2500",
                    "Connections of one address at a time, over all protocols. Of IPv6, the /64"
                            + " counts as one address.");
    static final Key<Integer> CONNECTION_RATE =
            new Key<>(
                    "limits.connection_rate_per_ip",
                    integer(1, 1_000_000),
                    "100",
                    "New connections a second of one address, in the long run.");
    static final Key<Integer> CONNECTION_BURST =
            new Key<>(
                    "limits.connection_burst_per_ip",
                    integer(1, 1_000_000),
                    "2500",
                    "New connections of one address at once, before the rate counts.");
    static final Key<Integer> FAILURES =
            new Key<>(
                    "limits.failures_per_ip",
                    integer(1, 1_000_000),
                    "300",
                    "RTMP and RTSP connections of one address in a minute that break the protocol,"
                            + " or say nothing over RTMP; then it has to wait.");
    static final Key<List<Network>> TRUSTED =
            new Key<>(
                    "limits.trusted",
                    networks(),
                    "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7",
                    "Networks without these limits: our own, and where proxies are.");

    static final Key<Optional<Integer>> VIEWERS =
            new Key<>(
                    "limits.viewers",
                    optional(integer(1, 1_000_000), "unlimited"),
                    "unlimited",
                    "Viewers of a channel at a time, over all protocols; one more is refused.");
    static final Key<Optional<Integer>> VIEWERS_PER_IP =
            new Key<>(
                    "limits.viewers_per_ip",
                    optional(integer(1, 1_000_000), "unlimited"),
                    "unlimited",
                    "Viewers of a channel at one address, trusted or not.");
    static final Key<Optional<Bitrate>> BITRATE =
            new Key<>(
                    "limits.bitrate",
                    optional(ValueTypes.bitrate(), "unlimited"),
                    "unlimited",
                    "What a publisher may send, over ten seconds; who sends more is sent away.");
    static final Key<Optional<PictureSize>> PICTURE =
            new Key<>(
                    "limits.picture",
                    optional(pictureSize(), "unlimited"),
                    "unlimited",
                    "The largest picture, upright or not; who publishes a larger one is sent"
                            + " away.");

    /// What a rule may set.
    static final List<Key<?>> PER_CHANNEL = List.of(VIEWERS, VIEWERS_PER_IP, BITRATE, PICTURE);

    static final List<Key<?>> KEYS =
            List.of(
                    CONNECTIONS,
                    CONNECTION_RATE,
                    CONNECTION_BURST,
                    FAILURES,
                    TRUSTED,
                    VIEWERS,
                    VIEWERS_PER_IP,
                    BITRATE,
                    PICTURE);

    public LimitsConfig {
        CONNECTIONS.check(connectionsPerIp);
        CONNECTION_RATE.check(connectionRatePerIp);
        CONNECTION_BURST.check(connectionBurstPerIp);
        FAILURES.check(failuresPerIp);
        VIEWERS.check(viewers);
        VIEWERS_PER_IP.check(viewersPerIp);
        trusted = List.copyOf(trusted);
    }

    /// Whether the limits do not hold for this address.
    public boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    static LimitsConfig from(Values values) {
        return new LimitsConfig(
                values.get(CONNECTIONS),
                values.get(CONNECTION_RATE),
                values.get(CONNECTION_BURST),
                values.get(FAILURES),
                values.get(TRUSTED),
                values.get(VIEWERS),
                values.get(VIEWERS_PER_IP),
                values.get(BITRATE),
                values.get(PICTURE));
    }
}
