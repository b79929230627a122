package dev.millrace.amf;

import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;

/// The simple values of AMF3, which a client that prefers AMF3 puts behind the switch marker of
/// AMF0. AMF 3, section 3. Objects and arrays need tables of traits and are not read.
final class Amf3Simple {
    private static final int UNDEFINED = 0x00;
    private static final int NULL = 0x01;
    private static final int FALSE = 0x02;
    private static final int TRUE = 0x03;
    private static final int INTEGER = 0x04;
    private static final int DOUBLE = 0x05;
    private static final int STRING = 0x06;

    private Amf3Simple() {}

    static AmfValue read(ByteReader in) throws ProtocolException {
        int marker = in.u8();
        return switch (marker) {
            case UNDEFINED -> AmfUndefined.UNDEFINED;
            case NULL -> AmfNull.NULL;
            case FALSE -> new AmfBoolean(false);
            case TRUE -> new AmfBoolean(true);
            case INTEGER -> new AmfNumber(u29(in) << 3 >> 3);
            case DOUBLE -> new AmfNumber(in.f64());
            case STRING -> string(in);
            default -> throw new Unsupported("AMF3 value of type 0x%02X".formatted(marker));
        };
    }

    private static AmfValue string(ByteReader in) throws ProtocolException {
        int head = u29(in);
        if ((head & 1) == 0) {
            throw new Unsupported("AMF3 string by reference");
        }
        return new AmfString(in.utf8(AmfLimit.STRING_BYTES.check(head >> 1)));
    }

    /// One to four bytes, of which all but a fourth carry seven bits and a flag. AMF 3, 1.3.1.
    private static int u29(ByteReader in) throws ProtocolException {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = in.u8();
            if (next < 0x80) {
                return value << 7 | next;
            }
            value = value << 7 | (next & 0x7F);
        }
        return value << 8 | in.u8();
    }
}
