package dev.millrace.rtsp.payload;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtsp.sdp.FormatParameters;
import java.util.ArrayList;
import java.util.List;

/// Reads the section in front of the access units of a packet. RFC 3640, 3.2.1.
///
/// ```
///  +-------------------+-------------------+------------------------------------------+---------
///  | u16 length, bits  | size (first unit) | index | CTS, DTS, RAP, state, as described | size …
///  +-------------------+-------------------+------------------------------------------+---------
/// ```
///
/// @param sizeBits of every size
/// @param indexBits of the first unit's index
/// @param deltaBits of the other ones' distance
/// @param ctsBits of a composition time, if there is one
/// @param dtsBits of a decoding time, if there is one
/// @param flagBits of the random access flag and the state of the stream, which are of no use here
record AuHeaders(
        int sizeBits, int indexBits, int deltaBits, int ctsBits, int dtsBits, int flagBits) {
    /// As a description says, or the mode that it names. RFC 3640, 3.3.5 and 3.3.6.
    static AuHeaders of(FormatParameters parameters) throws ProtocolException {
        boolean low = parameters.get("mode").orElse("").equalsIgnoreCase("AAC-lbr");
        if (bits(parameters, "auxiliarydatasizelength", 0) > 0) {
            throw new Unsupported("MPEG-4 with auxiliary data");
        }
        var headers =
                new AuHeaders(
                        bits(parameters, "sizelength", low ? 6 : 13),
                        bits(parameters, "indexlength", low ? 2 : 3),
                        bits(parameters, "indexdeltalength", low ? 2 : 3),
                        bits(parameters, "ctsdeltalength", 0),
                        bits(parameters, "dtsdeltalength", 0),
                        parameters.number("randomaccessindication", 0, 1)
                                + bits(parameters, "streamstateindication", 0));
        if (headers.sizeBits == 0) {
            throw new Unsupported("MPEG-4 whose access units have no size");
        }
        return headers;
    }

    private static int bits(FormatParameters parameters, String name, int otherwise)
            throws ProtocolException {
        return parameters.number(name, otherwise, PayloadLimit.FIELD_BITS.max());
    }

    /// The sizes of the units that follow, in bytes.
    List<Integer> read(ByteReader in) throws ProtocolException {
        int lengthBits = in.u16();
        byte[] section = in.bytes((lengthBits + 7) / 8);
        var bits = new BitReader(section);
        int paddingBits = 8 * section.length - lengthBits;
        var sizes = new ArrayList<Integer>();
        while (bits.remainingBits() - paddingBits >= sizeBits) {
            int size = PayloadLimit.AUDIO_FRAME_BYTES.check(number(bits, sizeBits));
            int index = bits.bits(sizes.isEmpty() ? indexBits : deltaBits);
            if (index != 0 && !sizes.isEmpty()) {
                throw new Unsupported("MPEG-4 access units out of order");
            }
            skipTimes(bits);
            sizes.add(size);
        }
        if (sizes.isEmpty()) {
            throw new Malformed("a packet without access units");
        }
        return sizes;
    }

    private void skipTimes(BitReader bits) throws Malformed {
        if (ctsBits > 0 && bits.flag()) {
            bits.skip(ctsBits);
        }
        if (dtsBits > 0 && bits.flag()) {
            bits.skip(dtsBits);
        }
        bits.skip(flagBits);
    }

    private static long number(BitReader bits, int count) throws Malformed {
        return Integer.toUnsignedLong(bits.bits(count));
    }
}
