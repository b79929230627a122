package dev.millrace.amf;

import dev.millrace.amf.AmfValue.AmfEcmaArray;
import dev.millrace.amf.AmfValue.AmfObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects named properties, in order, for an object or an ECMA array.
public final class AmfFields {
    private final Map<String, AmfValue> properties = new LinkedHashMap<>();

    public AmfFields put(String name, AmfValue value) {
        properties.put(name, value);
        return this;
    }

    public AmfFields put(String name, String text) {
        return put(name, AmfValue.of(text));
    }

    public AmfFields put(String name, double number) {
        return put(name, AmfValue.of(number));
    }

    public AmfFields put(String name, boolean truth) {
        return put(name, AmfValue.of(truth));
    }

    public AmfObject toObject() {
        return new AmfObject(properties);
    }

    public AmfEcmaArray toEcmaArray() {
        return new AmfEcmaArray(properties);
    }
}
