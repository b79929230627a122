package dev.millrace.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;

/// Socket addresses for people: `192.0.2.1:1935`, `[2001:db8::1]:1935`; every address of the
/// machine, of either kind, is `0.0.0.0:1935`.
public final class Addresses {
    private Addresses() {}

    /// Where others reach what listens on every address of this machine: on the first that is not
    /// for itself alone. An address that is one stays as it is.
    public static InetSocketAddress reachable(InetSocketAddress listening) {
        if (!listening.getAddress().isAnyLocalAddress()) {
            return listening;
        }
        return new InetSocketAddress(
                outside().orElseGet(InetAddress::getLoopbackAddress), listening.getPort());
    }

    private static Optional<InetAddress> outside() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /// The address of the other end, without its port; the loopback's of what has none.
    public static InetAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        if (inet.getAddress() != null && inet.getAddress().isAnyLocalAddress()) {
            return "0.0.0.0:" + inet.getPort();
        }
        String host =
                inet.getAddress() == null
                        ? inet.getHostString()
                        : inet.getAddress().getHostAddress();
        boolean isInet6 = inet.getAddress() instanceof Inet6Address;
        return (isInet6 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
