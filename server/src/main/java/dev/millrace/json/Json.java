package dev.millrace.json;

import java.io.ByteArrayOutputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as this server writes it: UTF-8, without white space, instants as ISO 8601.
///
/// Records are walked here and not by Jackson's data binding: that is five hundred classes and six
/// megabytes, the tenth part of what a small device has.
public final class Json {
    static final JsonFactory FACTORY = new JsonFactory();

    private static final ClassValue<List<Member>> MEMBERS =
            new ClassValue<>() {
                @Override
                protected List<Member> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Member::of).toList();
                }
            };

    /// On a component of a record: what it is called, if not by its own name.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Name {
        /// The name in JSON.
        String value();
    }

    /// On a component of a record: it is left out, and not null or 0, if there is nothing to say.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface LeftOutIfEmpty {}

    private record Member(String name, boolean leftOutIfEmpty, Method accessor) {
        static Member of(RecordComponent component) {
            Name name = component.getAnnotation(Name.class);
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // of records that only their package knows
            return new Member(
                    name == null ? component.getName() : name.value(),
                    component.isAnnotationPresent(LeftOutIfEmpty.class),
                    accessor);
        }

        @Nullable Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(accessor + " cannot be asked", e);
            }
        }
    }

    private Json() {}

    /// `value` as JSON: a map, a list, a record, a text, a number or a flag; what is empty is null,
    /// and everything else is its text.
    public static byte[] bytes(Object value) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(value, json);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        switch (value) {
            case null -> json.writeNull();
            case Optional<?> maybe -> write(maybe.orElse(null), json);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number.intValue());
            case Long number -> json.writeNumber(number.longValue());
            case Double number -> json.writeNumber(number.doubleValue());
            case Map<?, ?> map -> writeMap(map, json);
            case Iterable<?> list -> writeList(list, json);
            case Record record -> writeRecord(record, json);
            default -> json.writeString(value.toString());
        }
    }

    private static void writeMap(Map<?, ?> map, JsonGenerator json) {
        json.writeStartObject();
        map.forEach((name, value) -> {
            json.writeName(String.valueOf(name));
            write(value, json);
        });
        json.writeEndObject();
    }

    private static void writeList(Iterable<?> list, JsonGenerator json) {
        json.writeStartArray();
        list.forEach(value -> write(value, json));
        json.writeEndArray();
    }

    private static void writeRecord(Record owner, JsonGenerator json) {
        json.writeStartObject();
        for (Member member : MEMBERS.get(owner.getClass())) {
            Object value = member.of(owner);
            if (!member.leftOutIfEmpty() || !isEmpty(value)) {
                json.writeName(member.name());
                write(value, json);
            }
        }
        json.writeEndObject();
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Optional<?> maybe -> maybe.isEmpty();
            case Integer number -> number == 0;
            default -> false;
        };
    }
}
