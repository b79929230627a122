package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The sound of a transport stream that has nothing else, taken out of it: frames one after the
/// other, as HLS may have them in segments, with their time in an ID3 tag in front. RFC 8216, 3.4;
/// ID3v2.4, 3.1 and 4.27.
///
/// ```
///  0     3         6      10     14        20                                      64      73
///  +-----+---------+------+------+---------+-----------------------------------------+-----+---
///  | ID3 | 4, 0, 0 | size | PRIV | size, 0 | com.apple.streaming.transport…Timestamp | PTS | …
///  +-----+---------+------+------+---------+-----------------------------------------+-----+---
/// ```
///
/// Understands what [TsWriter] writes, from tables on.
public final class PackedAudio {
    /// How much of a stream [#format] looks at: a packet of each table.
    public static final int TABLES_BYTES = 2 * TsPacket.BYTES;

    private static final byte[] OWNER =
            "com.apple.streaming.transportStreamTimestamp\0".getBytes(StandardCharsets.US_ASCII);

    private static final int ID3_HEADER_BYTES = 10;
    private static final int TIMESTAMP_BYTES = 8;

    private PackedAudio() {}

    /// What the frames are of.
    public enum Format {
        AAC("aac", "audio/aac"),
        MP3("mp3", "audio/mpeg"),
        AC3("ac3", "audio/ac3"),
        EAC3("eac3", "audio/eac3");

        private final String extension;
        private final String mediaType;

        Format(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        /// How names of such files end.
        public String extension() {
            return extension;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /// What the sound of a stream can be packed as; empty if there is video too, or no sound, or
    /// one that players expect in a transport stream only.
    ///
    /// @param stream its first [#TABLES_BYTES], or more
    public static Optional<Format> format(byte[] stream) {
        return audio(stream).flatMap(PackedAudio::format);
    }

    /// Takes the sound out of a stream that has a [#format].
    public static byte[] unpack(byte[] stream) {
        int pid = audio(stream).orElseThrow().pid();
        var out = new ByteWriter(stream.length);
        for (int packet = 0; packet < stream.length; packet += TsPacket.BYTES) {
            if (TsPacket.pid(stream, packet) == pid) {
                unpack(stream, packet, out);
            }
        }
        return out.toByteArray();
    }

    private static void unpack(byte[] stream, int packet, ByteWriter out) {
        int from = TsPacket.payload(stream, packet);
        int end = packet + TsPacket.BYTES;
        if (from < end && (stream[packet + 1] & TsPacket.UNIT_START) != 0) {
            if (out.size() == 0) {
                writeTag(out, TsClock.timestamp(stream, from + PesHeader.FIXED_BYTES));
            }
            from += PesHeader.FIXED_BYTES + stream[from + PesHeader.FIXED_BYTES - 1];
        }
        out.put(stream, from, end - from);
    }

    /// Sizes are below 128, where the seven bits a byte that ID3 has are the same as eight.
    private static void writeTag(ByteWriter out, long timestamp) {
        int contentBytes = OWNER.length + TIMESTAMP_BYTES;
        out.utf8("ID3").u8(4).u8(0).u8(0).u32(ID3_HEADER_BYTES + contentBytes);
        out.utf8("PRIV").u32(contentBytes).u16(0);
        out.bytes(OWNER).i64(timestamp);
    }

    private static Optional<Pmt.Stream> audio(byte[] stream) {
        if (stream.length < TABLES_BYTES) {
            return Optional.empty();
        }
        try {
            List<PsiSection> maps = new SectionReader(new Tally()).read(stream, TsPacket.BYTES);
            if (maps.isEmpty() || maps.getFirst().table() != PsiSection.PMT) {
                return Optional.empty();
            }
            List<Pmt.Stream> streams = Pmt.decode(maps.getFirst().body()).streams();
            return streams.size() == 1 ? Optional.of(streams.getFirst()) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Format> format(Pmt.Stream stream) {
        return StreamType.of(stream)
                .flatMap(type ->
                        switch (type) {
                            case AAC -> Optional.of(Format.AAC);
                            case MPEG_1_AUDIO, MPEG_2_AUDIO -> Optional.of(Format.MP3);
                            case AC3 -> Optional.of(Format.AC3);
                            case EAC3 -> Optional.of(Format.EAC3);
                            case OPUS, H264, HEVC -> Optional.empty();
                        });
    }
}
