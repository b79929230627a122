package dev.millrace.client;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.BoxHeader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/// What bytes are, by how they begin. Names and types of files are not believed.
public enum Content {
    FLV("FLV"),
    MP4("MP4"),
    MPEG_TS("MPEG-TS"),
    PLAYLIST("a playlist of HLS"),
    PACKED_AUDIO("packed audio"),
    HTML("an HTML page"),
    XML("XML"),
    JSON("JSON"),
    COMPRESSED("compressed data"),
    NOTHING("nothing"),
    UNKNOWN("something else");

    /// So many bytes say it, if there are as many.
    public static final int HEAD_BYTES = 189;

    private static final int TS_PACKET_BYTES = 188;
    private static final int TS_SYNC = 0x47;
    private static final int SHOWN_BYTES = 8;

    private final String text;

    Content(String text) {
        this.text = text;
    }

    /// What begins with these bytes, of which there are fewer only if there is no more.
    public static Content of(byte[] head) {
        if (head.length == 0) {
            return NOTHING;
        }
        if (head[0] == TS_SYNC) {
            boolean isPacket = head.length <= TS_PACKET_BYTES || head[TS_PACKET_BYTES] == TS_SYNC;
            return isPacket ? MPEG_TS : UNKNOWN;
        }
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.startsWith("FLV")) {
            return FLV;
        }
        if (start.startsWith("\u001F\u008B")) {
            return COMPRESSED;
        }
        if (isMp4(head)) {
            return MP4;
        }
        return isPackedAudio(head, start) ? PACKED_AUDIO : ofText(start);
    }

    /// Refuses what is surely something else; and of FLV and MP4, which have no damage that can be
    /// read over, what is not surely it. Nothing at all is left to who reads it.
    ///
    /// @param head how it begins
    void require(byte[] head) throws BrokenStreamException {
        Content found = of(head);
        boolean isPossible = found == UNKNOWN && (this == MPEG_TS || this == PLAYLIST);
        if (found != this && found != NOTHING && !isPossible) {
            throw new BrokenStreamException(
                    new Malformed("%s came instead of %s".formatted(describe(head), text)));
        }
    }

    /// In words, as far as they are known.
    public static String describe(byte[] head) {
        Content content = of(head);
        if (content != UNKNOWN) {
            return content.toString();
        }
        int shown = Math.min(head.length, SHOWN_BYTES);
        String hex = HexFormat.of().withUpperCase().formatHex(head, 0, shown);
        return "something else, which begins with " + hex;
    }

    @Override
    public String toString() {
        return text;
    }

    private static Content ofText(String head) {
        String start = head.replaceFirst("^(\u00EF\u00BB\u00BF)?\\s*", "").toLowerCase(Locale.ROOT);
        if (start.startsWith("#extm3u")) {
            return PLAYLIST;
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return HTML;
        }
        if (start.matches("(?s)<[!?a-z].*")) {
            return start.startsWith("<?xml") ? XML : HTML;
        }
        return start.matches("(?s)[\\[{]\\s*[\"\\[{}\\]].*") ? JSON : UNKNOWN;
    }

    private static boolean isMp4(byte[] head) {
        try {
            return BoxHeader.decode(new ByteReader(head)).isFirst();
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static boolean isPackedAudio(byte[] head, String start) {
        // AAC in ADTS. Of MP3 there is nothing that stuffing of MPEG-TS does not have.
        boolean isAdts = head.length > 1 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xF6) == 0xF0;
        return start.startsWith("ID3") || isAdts;
    }
}
