package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.config.RelayForm.BadFormException;
import dev.millrace.config.RelayForm.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RelayFormTest {
    private static final String ALL =
            """
            {"name": "live/cam",
             "source": "rtsp://admin:secret@10.0.0.7/s1",
             "start": "always",
             "schedule": "Mon-Fri 08:00-18:00 UTC",
             "idle_timeout": "2m",
             "stall_timeout": "5s",
             "start_wait": "3s",
             "retry": {"initial": "500ms", "max": "1h", "attempts": 7, "jitter": "5%"},
             "input_args": ["-rtsp_transport", "udp"],
             "output_args": ["-c", "copy", "-metadata", "title=two words"],
             "env": {"A": "b c"},
             "disk_max": "16MB",
             "window": "4s",
             "memory": "20MB"}
            """;

    private static RelayConfig read(String text) throws BadFormException {
        return RelayForm.read(text, Map.of());
    }

    private static List<Mistake> mistakes(String text) {
        return catchThrowableOfType(BadFormException.class, () -> read(text)).mistakes();
    }

    @Test
    void everySettingCanBeSaidAndIsSaidAgain() throws BadFormException {
        RelayConfig relay = read(ALL);
        assertThat(relay.name()).hasToString("live/cam");
        assertThat(relay.retry().attempts()).isEqualTo(7);
        assertThat(relay.outputArgs()).contains("title=two words");
        assertThat(relay.window()).contains(Duration.ofSeconds(4));
        Map<String, Object> form = RelayForm.of(relay);
        assertThat(JsonMapper.shared().valueToTree(form).toString())
                .isEqualTo(JsonMapper.shared().readTree(ALL).toString());
        assertThat(read(JsonMapper.shared().writeValueAsString(form))).isEqualTo(relay);
    }

    @Test
    void everyFieldIsInTheExample() {
        var names =
                JsonMapper.shared().readTree(ALL).toString().replaceAll("[^a-z_]+", " ").split(" ");
        assertThat(RelayForm.fields())
                .allSatisfy(
                        field -> assertThat(names).contains(field.key().replaceFirst(".*\\.", "")));
        assertThat(RelayForm.fields()).filteredOn(RelayForm.Field::required).hasSize(2);
    }

    @Test
    void whatIsByDefaultIsNotSaid() throws BadFormException {
        RelayConfig relay = read("{\"name\": \"cam\", \"source\": \"rtmp://host/live/cam\"}");
        assertThat(RelayForm.of(relay))
                .isEqualTo(Map.of("name", "live/cam", "source", "rtmp://host/live/cam"));
    }

    @Test
    void theNameOfTheUrlHolds() throws BadFormException {
        assertThat(RelayForm.read(ALL, Map.of("name", "live/other")).name())
                .hasToString("live/other");
    }

    @Test
    void eachMistakeIsAtItsField() {
        assertThat(
                        mistakes(
                                """
                                {"name": "a b", "source": "rtmp://h/a/b", "idle_timout": "1s",
                                 "window": "long", "retry": {"initial": 3}}
                                """))
                .extracting(Mistake::key)
                .containsExactlyInAnyOrder("name", "idle_timout");
        assertThat(mistakes("{\"name\": \"cam\", \"source\": \"rtmp://h/a/b\", \"window\": \"x\"}"))
                .containsExactly(
                        new Mistake(
                                "window",
                                "it must be `channel` or a duration from 0s to 10m, such as"
                                        + " `500ms`, `10s` or `2m`"));
        assertThat(mistakes("{\"name\": \"cam\", \"source\": \"x\", \"idle_timout\": \"1s\"}"))
                .containsExactly(
                        new Mistake(
                                "idle_timout",
                                "there is no such setting; did you mean idle_timeout?"));
    }

    @Test
    void whatDoesNotFitTogetherIsAtTheOneToChange() {
        assertThat(
                        mistakes(
                                """
                                {"name": "cam", "source": "x",
                                 "retry": {"initial": "9s", "max": "1s"}}
                                """))
                .containsExactly(
                        new Mistake("retry.max", "it must not be less than retry.initial"));
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(mistakes("{}")).containsExactly(new Mistake("name", "it must be set"));
        assertThat(mistakes("{\"name\": \"cam\"}"))
                .containsExactly(new Mistake("source", "it must be set"));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("", "[]", "7", "{\"name\":", "a: b: c", "{} {}", "\0")) {
            assertThat(mistakes(text)).as(text).isNotEmpty();
        }
    }

    @Test
    void aFileThatIsNotThereHasNone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("relays.json");
        assertThat(RelayForm.readAll(file)).isEmpty();
        Files.writeString(file, "{\"relays\": [" + ALL + "]}");
        assertThat(RelayForm.readAll(file)).containsExactly(read(ALL));
    }
}
