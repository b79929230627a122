package dev.millrace.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Socket addresses for people: `192.0.2.1:1935`, `[2001:db8::1]:1935`; every address of the
/// machine, of either kind, is `0.0.0.0:1935`.
public final class Addresses {
    private Addresses() {}

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
