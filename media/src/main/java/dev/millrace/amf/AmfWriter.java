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
import dev.millrace.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes AMF0 values; the mirror of [AmfReader]. AMF 0, section 2.
public final class AmfWriter {
    private static final int SHORT_BYTES_MAX = 0xFFFF;

    private AmfWriter() {}

    /// Appends `value`. Names longer than 65535 bytes are the caller's mistake.
    public static void write(ByteWriter out, AmfValue value) {
        switch (value) {
            case AmfNumber(double number) -> out.u8(AmfMarker.NUMBER).f64(number);
            case AmfBoolean(boolean truth) -> out.u8(AmfMarker.BOOLEAN).u8(truth ? 1 : 0);
            case AmfString(String text) -> string(out, text);
            case AmfNull() -> out.u8(AmfMarker.NULL);
            case AmfUndefined() -> out.u8(AmfMarker.UNDEFINED);
            case AmfReference(int index) -> out.u8(AmfMarker.REFERENCE).u16(index);
            case AmfDate(double epochMs, int zone) -> out.u8(AmfMarker.DATE).f64(epochMs).u16(zone);
            case AmfXml(String document) -> longText(out.u8(AmfMarker.XML_DOCUMENT), document);
            case AmfUnsupported() -> out.u8(AmfMarker.UNSUPPORTED);
            case AmfStrictArray array -> strictArray(out, array);
            case AmfObject(var properties) -> properties(out.u8(AmfMarker.OBJECT), properties);
            case AmfEcmaArray(var properties) ->
                    properties(out.u8(AmfMarker.ECMA_ARRAY).u32(properties.size()), properties);
            case AmfTypedObject(String className, var properties) -> {
                shortText(out.u8(AmfMarker.TYPED_OBJECT), className);
                properties(out, properties);
            }
        }
    }

    private static void strictArray(ByteWriter out, AmfStrictArray array) {
        out.u8(AmfMarker.STRICT_ARRAY).u32(array.items().size());
        for (AmfValue item : array.items()) {
            write(out, item);
        }
    }

    private static void properties(ByteWriter out, Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            shortText(out, name);
            write(out, value);
        });
        out.u16(0).u8(AmfMarker.OBJECT_END);
    }

    private static void string(ByteWriter out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= SHORT_BYTES_MAX) {
            out.u8(AmfMarker.STRING).u16(utf8.length).bytes(utf8);
        } else {
            out.u8(AmfMarker.LONG_STRING).u32(utf8.length).bytes(utf8);
        }
    }

    private static void shortText(ByteWriter out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > SHORT_BYTES_MAX) {
            throw new IllegalArgumentException("AMF name of %d bytes".formatted(utf8.length));
        }
        out.u16(utf8.length).bytes(utf8);
    }

    private static void longText(ByteWriter out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.u32(utf8.length).bytes(utf8);
    }
}
