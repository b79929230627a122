package dev.millrace.rtmp.handshake;

/// Where the digest and the public key hide in C1 and S1. Each of the two has a block of its own,
/// and four bytes of the block say where in it. Nobody computes anything with the key, so random
/// bytes will do.
///
/// ```
///   0      4         8                         772                        1536
///   +------+---------+-------------------------+-------------------------+
///   | time | version | key block               | digest block            |  schema 0
///   |      |         | digest block            | key block               |  schema 1
///   +------+---------+-------------------------+-------------------------+
///
///   digest block: offset (4), random, digest (32), random
///   key block:    random, key (128), random, offset (4)
/// ```
public enum DigestSchema {
    /// Schema 0.
    KEY_FIRST(8 + 764),
    /// Schema 1, which Flash Media Server insists on.
    DIGEST_FIRST(8);

    private static final int BLOCK_BYTES = 764;
    private static final int OFFSET_BYTES = 4;

    private final int digestBlockAt;

    DigestSchema(int digestBlockAt) {
        this.digestBlockAt = digestBlockAt;
    }

    /// Where the 32 bytes of the digest begin in `packet`.
    int digestAt(byte[] packet) {
        int room = BLOCK_BYTES - OFFSET_BYTES - HandshakeDigest.BYTES;
        return digestBlockAt + OFFSET_BYTES + sum(packet, digestBlockAt) % room;
    }

    private static int sum(byte[] packet, int at) {
        return (packet[at] & 0xFF)
                + (packet[at + 1] & 0xFF)
                + (packet[at + 2] & 0xFF)
                + (packet[at + 3] & 0xFF);
    }
}
