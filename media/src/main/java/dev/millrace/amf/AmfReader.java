package dev.millrace.amf;

import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfDate;
import dev.millrace.amf.AmfValue.AmfEcmaArray;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfObject;
import dev.millrace.amf.AmfValue.AmfReference;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfTypedObject;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.amf.AmfValue.AmfUnsupported;
import dev.millrace.amf.AmfValue.AmfXml;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads AMF0 values one after another from one message. AMF 0, section 2.
///
/// Forgives what encoders get wrong: counts of ECMA arrays, and objects that end with the message
/// instead of with their end marker.
public final class AmfReader {
    private final ByteReader in;
    private final AmfLimit valuesMax;
    private int values;

    public AmfReader(ByteReader in) {
        this(in, AmfLimit.VALUES);
    }

    /// @param valuesMax how many values there may be, those within values included
    public AmfReader(ByteReader in, AmfLimit valuesMax) {
        this.in = in;
        this.valuesMax = valuesMax;
    }

    public boolean hasNext() {
        return in.hasRemaining();
    }

    /// The next value.
    ///
    /// @throws Unsupported for a notation that is reserved, or needs AMF3's objects
    public AmfValue next() throws ProtocolException {
        return value(0);
    }

    private AmfValue value(int depth) throws ProtocolException {
        AmfLimit.DEPTH.check(depth);
        valuesMax.check(++values);
        int marker = in.u8();
        return switch (marker) {
            case AmfMarker.NUMBER -> new AmfNumber(in.f64());
            case AmfMarker.BOOLEAN -> new AmfBoolean(in.u8() != 0);
            case AmfMarker.STRING -> new AmfString(shortText());
            case AmfMarker.OBJECT -> new AmfObject(properties(depth));
            case AmfMarker.NULL -> AmfNull.NULL;
            case AmfMarker.UNDEFINED -> AmfUndefined.UNDEFINED;
            case AmfMarker.REFERENCE -> new AmfReference(in.u16());
            case AmfMarker.ECMA_ARRAY -> ecmaArray(depth);
            case AmfMarker.STRICT_ARRAY -> strictArray(depth);
            case AmfMarker.DATE -> new AmfDate(in.f64(), (short) in.u16());
            case AmfMarker.LONG_STRING -> new AmfString(longText());
            case AmfMarker.UNSUPPORTED -> AmfUnsupported.UNSUPPORTED;
            case AmfMarker.XML_DOCUMENT -> new AmfXml(longText());
            case AmfMarker.TYPED_OBJECT -> new AmfTypedObject(shortText(), properties(depth));
            case AmfMarker.AVMPLUS_OBJECT -> Amf3Simple.read(in);
            default -> throw new Unsupported("AMF0 value of type 0x%02X".formatted(marker));
        };
    }

    private AmfValue ecmaArray(int depth) throws ProtocolException {
        in.skip(4); // a count, which encoders leave at 0 or forget to update: the end marker rules
        return new AmfEcmaArray(properties(depth));
    }

    private AmfValue strictArray(int depth) throws ProtocolException {
        int count = AmfLimit.VALUES.check(in.u32());
        List<AmfValue> items = new ArrayList<>(Math.min(count, in.remaining()));
        for (int i = 0; i < count; i++) {
            items.add(value(depth + 1));
        }
        return new AmfStrictArray(items);
    }

    private Map<String, AmfValue> properties(int depth) throws ProtocolException {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            String name = shortText();
            if (name.isEmpty() && isEnd()) {
                break;
            }
            properties.put(name, value(depth + 1));
        }
        return properties;
    }

    /// Whether the object ends here; moves past the marker if so.
    private boolean isEnd() throws ProtocolException {
        if (!in.hasRemaining()) {
            return true;
        }
        if (in.peekU8() != AmfMarker.OBJECT_END) {
            return false;
        }
        in.skip(1);
        return true;
    }

    private String shortText() throws ProtocolException {
        return in.utf8(in.u16());
    }

    private String longText() throws ProtocolException {
        return in.utf8(AmfLimit.STRING_BYTES.check(in.u32()));
    }
}
