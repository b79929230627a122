package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.networks;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Network;
import java.net.InetAddress;
import java.util.List;

/// What one address may take of what is there for all.
///
/// @param connectionRatePerIp new connections a second
/// @param connectionBurstPerIp new connections at once
/// @param failuresPerIp in a minute
public record LimitsConfig(
        int connectionsPerIp,
        int connectionRatePerIp,
        int connectionBurstPerIp,
        int failuresPerIp,
        List<Network> trusted) {
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
                    "RTMP connections of one address in a minute that break the protocol or say"
                            + " nothing; then it has to wait.");
    static final Key<List<Network>> TRUSTED =
            new Key<>(
                    "limits.trusted",
                    networks(),
                    "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7",
                    "Networks without these limits: our own, and where proxies are.");

    static final List<Key<?>> KEYS =
            List.of(CONNECTIONS, CONNECTION_RATE, CONNECTION_BURST, FAILURES, TRUSTED);

    public LimitsConfig {
        CONNECTIONS.check(connectionsPerIp);
        CONNECTION_RATE.check(connectionRatePerIp);
        CONNECTION_BURST.check(connectionBurstPerIp);
        FAILURES.check(failuresPerIp);
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
                values.get(TRUSTED));
    }
}
