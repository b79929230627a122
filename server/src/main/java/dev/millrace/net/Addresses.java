package dev.millrace.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Socket addresses for people: `192.0.2.1:1935`, `[2001:db8::1]:1935`.
public final class Addresses {
    private Addresses() {}

    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        String host =
                inet.getAddress() == null
                        ? inet.getHostString()
                        : inet.getAddress().getHostAddress();
        return inet.getAddress() instanceof Inet6Address
                ? "[%s]:%d".formatted(host, inet.getPort())
                : "%s:%d".formatted(host, inet.getPort());
    }
}
