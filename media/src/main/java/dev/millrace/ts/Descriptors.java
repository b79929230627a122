package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.charset.StandardCharsets;

/// What the program map says of a stream besides its type, as far as it tells the codec. Sections
/// 2.6.8 and 2.6.90; ETSI EN 300 468, annex D; "Encapsulating Opus in MPEG-TS", Xiph.
///
/// ```
///  registration      | 05 | 4 | format, 4 characters |
///  Opus channels     | 7F | 2 | 80 | code            |
///  AC-3, E-AC-3      | 6A or 7A | length | …         |   as DVB has them: being there is enough
/// ```
///
/// @param format four characters; empty if there are none
/// @param opusChannels `channel_config_code`, 0 to 255; -1 if it is not said
record Descriptors(String format, int opusChannels) {
    static final String NO_FORMAT = "";
    static final String AC3 = "AC-3";
    static final String EAC3 = "EAC3";
    static final String HEVC = "HEVC";
    static final String OPUS = "Opus";
    static final String ID3 = "ID3 ";

    /// Nothing but the type.
    static final Descriptors NONE = registration(NO_FORMAT);

    private static final int UNKNOWN = -1;
    private static final int REGISTRATION = 0x05;
    private static final int DVB_AC3 = 0x6A;
    private static final int DVB_EAC3 = 0x7A;
    private static final int EXTENSION = 0x7F;
    private static final int OPUS_EXTENSION = 0x80;
    private static final int FORMAT_BYTES = 4;

    static Descriptors registration(String format) {
        return new Descriptors(format, UNKNOWN);
    }

    /// @param channels 1 to 8, in the order of Vorbis
    static Descriptors opus(int channels) {
        return new Descriptors(OPUS, channels);
    }

    /// Reads all that there are. Those that say nothing here are passed over, and so is whatever
    /// comes from one on that makes no sense: the type alone is often enough.
    static Descriptors decode(ByteReader in) {
        Descriptors all = NONE;
        try {
            while (in.hasRemaining()) {
                int tag = in.u8();
                all = all.and(tag, in.slice(in.u8()));
            }
        } catch (Malformed e) {
            return all;
        }
        return all;
    }

    private Descriptors and(int tag, ByteReader body) throws Malformed {
        return switch (tag) {
            case REGISTRATION -> new Descriptors(format(body), opusChannels);
            case DVB_AC3 -> new Descriptors(AC3, opusChannels);
            case DVB_EAC3 -> new Descriptors(EAC3, opusChannels);
            case EXTENSION ->
                    body.u8() == OPUS_EXTENSION ? new Descriptors(format, body.u8()) : this;
            default -> this;
        };
    }

    byte[] encode() {
        var out = new ByteWriter(16);
        if (format.equals(ID3)) {
            out.bytes(TimedMetadata.descriptor());
        } else if (!format.isEmpty()) {
            out.u8(REGISTRATION).u8(FORMAT_BYTES);
            out.bytes(format.getBytes(StandardCharsets.ISO_8859_1));
        }
        if (opusChannels != UNKNOWN) {
            out.u8(EXTENSION).u8(2).u8(OPUS_EXTENSION).u8(opusChannels);
        }
        return out.toByteArray();
    }

    private static String format(ByteReader body) throws Malformed {
        byte[] bytes = body.bytes(FORMAT_BYTES);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
