package dev.millrace.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of AMF0. Immutable. AMF 0, section 2.
///
/// Peers put anything anywhere, so the accessors of this interface never fail: what is not there,
/// or is of another type, is the default.
public sealed interface AmfValue {
    record AmfNumber(double value) implements AmfValue {}

    record AmfBoolean(boolean value) implements AmfValue {}

    /// A string of any length; above 65535 bytes it is written as a long string.
    record AmfString(String value) implements AmfValue {}

    record AmfNull() implements AmfValue {
        public static final AmfNull NULL = new AmfNull();
    }

    record AmfUndefined() implements AmfValue {
        public static final AmfUndefined UNDEFINED = new AmfUndefined();
    }

    /// The object, array or typed object of this message with the given number, counted from 0 in
    /// the order in which they begin. Carried, not followed.
    record AmfReference(int index) implements AmfValue {}

    /// A moment.
    ///
    /// @param zoneMinutes reserved by the specification, 0 in practice
    record AmfDate(double epochMs, int zoneMinutes) implements AmfValue {}

    record AmfXml(String document) implements AmfValue {}

    /// What the sender had no notation for.
    record AmfUnsupported() implements AmfValue {
        public static final AmfUnsupported UNSUPPORTED = new AmfUnsupported();
    }

    record AmfStrictArray(List<AmfValue> items) implements AmfValue {
        public AmfStrictArray {
            items = List.copyOf(items);
        }
    }

    /// A value with named properties, in the order they were written.
    sealed interface Keyed extends AmfValue {
        Map<String, AmfValue> properties();
    }

    record AmfObject(Map<String, AmfValue> properties) implements Keyed {
        public AmfObject {
            properties = ordered(properties);
        }
    }

    record AmfEcmaArray(Map<String, AmfValue> properties) implements Keyed {
        public AmfEcmaArray {
            properties = ordered(properties);
        }
    }

    record AmfTypedObject(String className, Map<String, AmfValue> properties) implements Keyed {
        public AmfTypedObject {
            properties = ordered(properties);
        }
    }

    /// The property with this name, if this value has properties and it is among them.
    default Optional<AmfValue> get(String name) {
        return this instanceof Keyed keyed
                ? Optional.ofNullable(keyed.properties().get(name))
                : Optional.empty();
    }

    /// This value as text; only a string is text.
    default Optional<String> asText() {
        return this instanceof AmfString(var text) ? Optional.of(text) : Optional.empty();
    }

    /// This value as a number; booleans count as 0 and 1, as ActionScript has it.
    default Optional<Double> asNumber() {
        return switch (this) {
            case AmfNumber(double number) -> Optional.of(number);
            case AmfBoolean(boolean truth) -> Optional.of(truth ? 1.0 : 0.0);
            default -> Optional.empty();
        };
    }

    /// This value as a boolean; a number is true unless it is 0.
    default Optional<Boolean> asBoolean() {
        return asNumber().map(number -> number != 0);
    }

    /// The text of the property `name`, else `otherwise`.
    default String text(String name, String otherwise) {
        return get(name).flatMap(AmfValue::asText).orElse(otherwise);
    }

    /// The number of the property `name`, else `otherwise`.
    default double number(String name, double otherwise) {
        return get(name).flatMap(AmfValue::asNumber).orElse(otherwise);
    }

    static AmfValue of(String text) {
        return new AmfString(text);
    }

    static AmfValue of(double number) {
        return new AmfNumber(number);
    }

    static AmfValue of(boolean truth) {
        return new AmfBoolean(truth);
    }

    private static Map<String, AmfValue> ordered(Map<String, AmfValue> properties) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
