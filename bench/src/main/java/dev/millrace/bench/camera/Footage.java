package dev.millrace.bench.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/// The files that one camera writes, as an encoder does: segments, of which the newest are listed
/// and those that have left the list are deleted. One thread.
///
/// They are packets of a transport stream with nothing to see in them: on the way they are only
/// carried. No two segments are the same.
final class Footage {
    static final int PACKET_BYTES = 188;
    private static final byte SYNC = 0x47;
    private static final int LISTED = 5;

    /// What has left the list may still be wanted by who has an older one.
    private static final int KEPT = 2 * LISTED;

    private static final int PAYLOAD_AT = 8;
    private static final int NAME_DIGITS = 16;

    private final Path folder;
    private final int camera;
    private final double seconds;
    private final byte[] packets;

    /// Of all but the last packet, where segments differ: whoever only measures should not be busy
    /// with sums.
    private final MessageDigest begun = digest();

    private long next;

    /// @param packets of a segment, from [#packets]; each camera writes its own number into a copy
    Footage(Path folder, int camera, double seconds, byte[] packets) {
        this.folder = folder;
        this.camera = camera;
        this.seconds = seconds;
        this.packets = packets.clone();
        begun.update(packets, 0, packets.length - PACKET_BYTES);
    }

    /// Packets for a segment.
    static byte[] packets(long bitsPerSecond, double seconds) {
        int count = (int) Math.max(2, Math.round(bitsPerSecond * seconds / 8 / PACKET_BYTES));
        var packets = new byte[count * PACKET_BYTES];
        new Random(count).nextBytes(packets);
        for (int at = 0; at < packets.length; at += PACKET_BYTES) {
            packets[at] = SYNC;
        }
        return packets;
    }

    int segmentBytes() {
        return packets.length;
    }

    /// Writes one more segment.
    void write() throws IOException {
        int at = packets.length - PACKET_BYTES + PAYLOAD_AT;
        ByteBuffer.wrap(packets).putInt(at, camera).putLong(at + 4, next);
        Files.write(folder.resolve(file(next)), packets);
        next++;
        Files.deleteIfExists(folder.resolve(file(next - KEPT)));
    }

    /// What the newest segment's name ends with in the playlists of edge and control nodes.
    String listedAs() {
        try {
            var digest = (MessageDigest) begun.clone();
            digest.update(packets, packets.length - PACKET_BYTES, PACKET_BYTES);
            return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS) + ".ts";
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own can be cloned", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What an encoder pushes: RFC 8216, 4.3.3.
    String playlist() {
        long first = Math.max(0, next - LISTED);
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        text.append("#EXT-X-TARGETDURATION:%d\n".formatted((long) Math.ceil(seconds)));
        text.append("#EXT-X-MEDIA-SEQUENCE:%d\n".formatted(first));
        for (long i = first; i < next; i++) {
            text.append("#EXTINF:%.6f,\n%s\n".formatted(seconds, file(i)));
        }
        return text.toString();
    }

    String prefix() {
        return folder.toUri().toString().replaceFirst("/$", "");
    }

    private String file(long number) {
        return "%d-%d.ts".formatted(camera, number);
    }
}
