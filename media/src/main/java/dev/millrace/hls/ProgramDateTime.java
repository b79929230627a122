package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/// The wall-clock time of a segment, as ISO 8601 writes it. RFC 8216, section 4.3.2.6.
final class ProgramDateTime {
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Zones are seen as `Z`, `+01:00`, `+0100`, `+01`, and missing, which is taken for UTC.
    private static final DateTimeFormatter READ =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendOptional(zone("+HH:MM"))
                    .appendOptional(zone("+HHMM"))
                    .appendOptional(zone("+HH"))
                    .toFormatter(Locale.ROOT);

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private ProgramDateTime() {}

    static String format(Instant time) {
        return WRITTEN.format(time);
    }

    static Instant parse(String text) throws Malformed {
        Instant time = instant(text).truncatedTo(ChronoUnit.MILLIS);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new Malformed("EXT-X-PROGRAM-DATE-TIME is out of range: " + Shown.of(text));
        }
        return time;
    }

    private static Instant instant(String text) throws Malformed {
        try {
            TemporalAccessor time = READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Malformed("EXT-X-PROGRAM-DATE-TIME is no ISO 8601: " + Shown.of(text));
        }
    }

    private static DateTimeFormatter zone(String pattern) {
        return new DateTimeFormatterBuilder().appendOffset(pattern, "Z").toFormatter(Locale.ROOT);
    }
}
