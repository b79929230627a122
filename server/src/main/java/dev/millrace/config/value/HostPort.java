package dev.millrace.config.value;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place to listen: `HOST:PORT`, `[IPV6]:PORT` or `:PORT`. Port 0 means any free one.
///
/// The hosts ``, `*`, `0.0.0.0` and `::` all mean every address of the machine, IPv4 and IPv6.
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]*)):(\\d{1,5})");

    private static final Set<String> WILDCARDS = Set.of("", "*", "0.0.0.0", "::");

    private static final int PORT_MAX = 65_535;

    public HostPort {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port %d is not in 0 to 65535".formatted(port));
        }
    }

    /// Empty if the text has another form, or the port is beyond 65535.
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > PORT_MAX) {
            return Optional.empty();
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return Optional.of(new HostPort(host, Integer.parseInt(matcher.group(3))));
    }

    /// Whether this is every address of the machine.
    public boolean isWildcard() {
        return WILDCARDS.contains(host);
    }

    /// What to bind to. Looks the host up; an unknown one gives an unresolved address.
    public InetSocketAddress socketAddress() {
        return isWildcard() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
