package dev.millrace.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Whom an address stands for when connections are counted: an IPv4 address, or the 64 leading bits
/// of an IPv6 address, for one customer has all of those. RFC 6177, 2.
///
/// @param bits of IPv4 all, in the lower half
public record Origin(boolean isInet6, long bits) {
    public static Origin of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new Origin(true, bytes.getLong())
                : new Origin(false, bytes.getInt());
    }

    /// `192.0.2.1` or `2001:db8:0:7::/64`.
    @Override
    public String toString() {
        return isInet6
                ? "%x:%x:%x:%x::/64".formatted(word(48), word(32), word(16), word(0))
                : "%d.%d.%d.%d"
                        .formatted(word(24) & 255, word(16) & 255, word(8) & 255, bits & 255);
    }

    private long word(int shift) {
        return bits >>> shift & 0xFFFF;
    }
}
