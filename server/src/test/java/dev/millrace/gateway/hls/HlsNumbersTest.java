package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.gateway.hls.HlsNumbers.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("B66: numbers of HLS over restarts of the server")
class HlsNumbersTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Start AT_NOON = HlsNumbers.at(NOON);

    @TempDir private Path folder;

    @Test
    void comeFromTheClock() {
        assertThat(AT_NOON).isEqualTo(new Start(1_056_073_600, 2_803_680));
        assertThat(without(NOON).next()).isEqualTo(AT_NOON);
        assertThat(without(NOON.plusSeconds(20)).next())
                .isEqualTo(new Start(AT_NOON.media() + 40, AT_NOON.discontinuity() + 2));
    }

    @Test
    void haveTenDigitsWhereThereIsNoClock() {
        assertThat(without(Instant.EPOCH).next()).isEqualTo(new Start(1_000_000_000, 0));
    }

    @Test
    void noTwoListsBeginAlike() {
        HlsNumbers numbers = without(NOON);
        Start first = numbers.next();
        numbers.reach(new Start(first.media() + 50, first.discontinuity() + 3));
        Start second = numbers.next();
        assertThat(second.media()).isEqualTo(first.media() + 50);
        assertThat(second.discontinuity()).isEqualTo(first.discontinuity() + 3);
        assertThat(numbers.next().media()).isGreaterThan(second.media());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -3600, -86_400 * 365})
    void aFileKeepsThemWhateverTheClockSaysAfterwards(long seconds) {
        HlsNumbers before = with(NOON);
        Start start = before.next();
        // Faster than time, as a publisher may be that sends a file.
        var used = new Start(start.media() + 12_345, start.discontinuity() + 678);
        for (long media = start.media() + 1; media <= used.media(); media++) {
            before.reach(new Start(media, Math.min(media, used.discontinuity())));
        }
        // Nobody said goodbye.
        Start after = with(NOON.plusSeconds(seconds)).next();
        assertThat(after.media()).isGreaterThanOrEqualTo(used.media());
        assertThat(after.discontinuity()).isGreaterThanOrEqualTo(used.discontinuity());
        assertThat(after.media()).isLessThanOrEqualTo(used.media() + 1 + HlsNumbers.MEDIA_BLOCK);
    }

    @Test
    void isWrittenOncePerBlock() throws IOException {
        HlsNumbers numbers = with(NOON);
        Start start = numbers.next();
        var old = FileTime.from(Instant.EPOCH);
        int writes = 0;
        for (int i = 0; i < 10 * HlsNumbers.MEDIA_BLOCK; i++) {
            Files.setLastModifiedTime(file(), old);
            numbers.reach(new Start(start.media() + i, start.discontinuity()));
            writes += Files.getLastModifiedTime(file()).equals(old) ? 0 : 1;
        }
        assertThat(writes).isBetween(9, 10);
        assertThat(folder)
                .isDirectoryContaining("glob:**numbers")
                .isDirectoryNotContaining("glob:**new");
    }

    @Test
    void theClockDoesWhereTheFolderCannotBeWritten() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("flat"));
        var numbers = new HlsNumbers(clock(NOON), Optional.of(notAFolder.resolve("numbers")));
        assertThat(numbers.next()).isEqualTo(AT_NOON);
        numbers.reach(new Start(AT_NOON.media() + 5000, AT_NOON.discontinuity()));
        assertThat(numbers.next().media()).isEqualTo(AT_NOON.media() + 5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "media 12", "media x\ndiscontinuity 1\n", "\0\0\0\0"})
    void aFileThatIsNoneIsReplaced(String content) throws IOException {
        Files.writeString(file(), content);
        assertThat(with(NOON).next()).isEqualTo(AT_NOON);
        assertThat(Files.readString(file()))
                .isEqualTo(
                        "media %d\ndiscontinuity %d\n"
                                .formatted(
                                        AT_NOON.media() + 1 + HlsNumbers.MEDIA_BLOCK,
                                        AT_NOON.discontinuity()
                                                + 1
                                                + HlsNumbers.DISCONTINUITY_BLOCK));
    }

    /// What the defaults promise: two seconds a segment, a publisher back once in ten.
    @Test
    void withoutAFileTheClockStaysAheadOfADay() {
        HlsNumbers before = without(NOON);
        Start start = before.next();
        Duration day = Duration.ofDays(1);
        before.reach(
                new Start(
                        start.media() + day.toMillis() / 500,
                        start.discontinuity() + day.toSeconds() / 10));
        Start after = without(NOON.plus(day)).next();
        assertThat(after.media()).isGreaterThanOrEqualTo(start.media() + day.toMillis() / 500);
        assertThat(after.discontinuity())
                .isGreaterThanOrEqualTo(start.discontinuity() + day.toSeconds() / 10);
    }

    private Path file() {
        return folder.resolve("numbers");
    }

    private HlsNumbers with(Instant now) {
        return new HlsNumbers(clock(now), Optional.of(file()));
    }

    private static HlsNumbers without(Instant now) {
        return new HlsNumbers(clock(now), Optional.empty());
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
