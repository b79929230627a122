package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Schedule schedule(String text) {
        return Schedule.parse(text).orElseThrow();
    }

    /// A time on the clocks of Berlin; `Z` at its end is UTC.
    private static Instant at(String text) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).atZone(BERLIN).toInstant();
    }

    /// 2026-11-23 is a Monday.
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T07:59:59, false, 2026-11-23T08:00",
        "2026-11-23T08:00,    true,  2026-11-23T18:00",
        "2026-11-23T17:59:59, true,  2026-11-23T18:00",
        "2026-11-23T18:00,    false, 2026-11-24T08:00",
        "2026-11-27T20:00,    false, 2026-11-28T22:00",
        "2026-11-28T23:00,    true,  2026-11-29T02:00",
        "2026-11-29T01:59,    true,  2026-11-29T02:00",
        "2026-11-29T02:00,    false, 2026-11-30T08:00",
    })
    void isOnAtItsTimesAndOverMidnight(String now, boolean isOn, String next) {
        Schedule schedule = schedule("Mon-Fri 08:00-18:00, Sat 22:00-02:00 Europe/Berlin");
        assertThat(schedule.isOn(at(now))).isEqualTo(isOn);
        assertThat(schedule.changesAfter(at(now))).contains(at(next));
    }

    /// On 2026-03-29, 02:00 is 03:00; on 2026-10-25, 03:00 is 02:00 again.
    @ParameterizedTest
    @CsvSource({
        "01:00-04:00, 2026-03-29T00:00:00Z, 2026-03-29T02:00:00Z",
        "02:30-05:00, 2026-03-29T01:30:00Z, 2026-03-29T03:00:00Z",
        "01:00-04:00, 2026-10-24T23:00:00Z, 2026-10-25T03:00:00Z",
        "02:15-02:45, 2026-10-25T00:15:00Z, 2026-10-25T01:45:00Z",
        "23:00-02:30, 2026-10-24T21:00:00Z, 2026-10-25T01:30:00Z",
    })
    void keepsToTheClocksOnTheWallWhenTheyAreSet(String span, String from, String to) {
        Schedule schedule = schedule(span + " Europe/Berlin");
        assertThat(schedule.isOn(at(from).minusSeconds(1))).isFalse();
        assertThat(schedule.isOn(at(from))).isTrue();
        assertThat(schedule.changesAfter(at(from))).contains(at(to));
        assertThat(schedule.isOn(at(to).minusSeconds(1))).isTrue();
        assertThat(schedule.isOn(at(to))).isFalse();
    }

    @Test
    void timesThatTouchAreOne() {
        Schedule schedule = schedule("Mon 08:00-24:00, Tue 00:00-06:00, Mon 07:00-09:00 UTC");
        assertThat(schedule.changesAfter(at("2026-11-23T07:30:00Z")))
                .contains(at("2026-11-24T06:00:00Z"));
        assertThat(schedule.changesAfter(at("2026-11-24T06:00:00Z")))
                .contains(at("2026-11-30T07:00:00Z"));
    }

    @Test
    void whatIsAlwaysOnNeverChanges() {
        Schedule schedule = schedule("00:00-24:00 UTC");
        assertThat(schedule.isOn(at("2026-11-23T07:30:00Z"))).isTrue();
        assertThat(schedule.changesAfter(at("2026-11-23T07:30:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat+Sun 10:00-12:00 UTC",
                "fri-MON 10:00-12:00 UTC",
                "mon + wed-thu 10:00 - 12:00 America/New_York",
                "10:00-10:00 GMT+2",
            })
    void isReadHoweverItIsWritten(String text) {
        assertThat(Schedule.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "always",
                "Mon-Fri 08:00-18:00",
                "Mon-Fri 8:00-18:00 UTC",
                "Mon-Fri 08:00-25:00 UTC",
                "Mon-Fri-Sat 08:00-18:00 UTC",
                "Mondays 08:00-18:00 UTC",
                "08:00-18:00, UTC",
                "08:00-18:00 Europe/Atlantis",
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Schedule.parse(text)).isEmpty();
    }

    /// What can be read says when it changes, and is then as it says.
    @FuzzTest(maxDuration = "5s")
    void changesWhenItSays(byte[] bytes) {
        Instant now = at("2026-10-24T12:00");
        Optional<Schedule> schedule = Schedule.parse(new String(bytes, StandardCharsets.UTF_8));
        if (schedule.isEmpty()) {
            return;
        }
        boolean isOn = schedule.get().isOn(now);
        schedule.get()
                .changesAfter(now)
                .ifPresent(next -> {
                    assertThat(next).isAfter(now);
                    assertThat(schedule.get().isOn(next)).isEqualTo(!isOn);
                });
    }
}
