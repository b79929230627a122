package dev.millrace.config.value;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses with a common beginning: `10.0.0.0/8`, or one address alone. RFC 4632, RFC 4291, 2.3.
///
/// @param prefixBits how much of the address they have in common
public record Network(InetAddress address, int prefixBits) {
    /// Empty for what is no network; a name is none.
    public static Optional<Network> parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int allBits = 8 * address.getAddress().length;
            int prefixBits = parts.length == 1 ? allBits : Integer.parseInt(parts[1]);
            boolean fits = parts.length <= 2 && prefixBits >= 0 && prefixBits <= allBits;
            return fits ? Optional.of(new Network(address, prefixBits)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
