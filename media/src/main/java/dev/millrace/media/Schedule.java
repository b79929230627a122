package dev.millrace.media;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times of the week, on the clocks of one place: `Mon-Fri 08:00-18:00, Sat 22:00-02:00
/// Europe/Berlin`. A time that ends before it begins goes on over midnight, and belongs to the day
/// on which it begins.
///
/// Where clocks are set forward, a time that does not exist is as much later; where they are set
/// back, an hour that comes twice is all in.
///
/// @param text as somebody has written it
/// @param spans at least one
public record Schedule(String text, List<Span> spans, ZoneId zone) {
    private static final int DAYS = 7;

    private static final Pattern FORM = Pattern.compile("(.*\\d)\\s+([A-Za-z][\\w/+-]*)");

    private static final Pattern SPAN =
            Pattern.compile(
                    "(?:([A-Za-z-]+(?:\\s*\\+\\s*[A-Za-z-]+)*)\\s+)?"
                            + "(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d)");

    private static final String END_OF_DAY = "24:00";

    /// A time on some days.
    ///
    /// @param days on which it begins
    /// @param from when it begins
    /// @param to when it ends, on the same day if that is later than `from`, else on the next
    public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        public Span {
            days = Set.copyOf(days);
        }
    }

    /// From one moment to another.
    private record Interval(Instant from, Instant to) {
        boolean has(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    public Schedule {
        spans = List.copyOf(spans);
    }

    /// Empty for what is none: days as `Mon-Fri`, `Sat+Sun` or none for every day, times as
    /// `08:00-18:00`, several with commas between them, and behind them the time zone.
    public static Optional<Schedule> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            ZoneId zone = ZoneId.of(form.group(2));
            var spans = new ArrayList<Span>();
            for (String span : form.group(1).split(",", -1)) {
                Matcher parts = SPAN.matcher(span.strip());
                if (!parts.matches()) {
                    return Optional.empty();
                }
                Set<DayOfWeek> days = days(parts.group(1) == null ? "Mon-Sun" : parts.group(1));
                spans.add(new Span(days, time(parts.group(2)), time(parts.group(3))));
            }
            return Optional.of(new Schedule(text.strip(), spans, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Whether it is one of these times.
    public boolean isOn(Instant at) {
        return around(at).stream().anyMatch(it -> it.has(at));
    }

    /// When that changes; empty if it never does.
    public Optional<Instant> changesAfter(Instant at) {
        Instant until = at;
        for (Interval it : around(at)) {
            if (it.from().isAfter(until)) {
                return Optional.of(until.equals(at) ? it.from() : until);
            }
            if (it.to().isAfter(until)) {
                until = it.to();
            }
        }
        return Optional.empty(); // what goes on for longer than a week has no end
    }

    /// Those of a week and more, in order.
    private List<Interval> around(Instant at) {
        LocalDate today = at.atZone(zone).toLocalDate();
        return today.minusDays(1)
                .datesUntil(today.plusDays(DAYS + 2))
                .flatMap(day ->
                        spans.stream()
                                .filter(span -> span.days().contains(day.getDayOfWeek()))
                                .map(span -> on(day, span)))
                .filter(it -> it.to().isAfter(it.from()))
                .sorted(Comparator.comparing(Interval::from))
                .toList();
    }

    private Interval on(LocalDate day, Span span) {
        LocalDate last = span.to().isAfter(span.from()) ? day : day.plusDays(1);
        return new Interval(
                ZonedDateTime.of(day, span.from(), zone).toInstant(),
                ZonedDateTime.of(last, span.to(), zone).withLaterOffsetAtOverlap().toInstant());
    }

    /// The end of a day is the beginning of the next.
    private static LocalTime time(String text) {
        return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.replaceAll("\\s", "").split("\\+", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            if (ends.length > 2) {
                throw new DateTimeException(part);
            }
            for (DayOfWeek day = first; day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }

    /// By the first three letters of its English name.
    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().substring(0, 3);
            if (name.equals(text.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new DateTimeException(text);
    }
}
