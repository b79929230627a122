package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.key.Key;
import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference in `docs/configuration.md` says what the records say. Record it again with `mvn
/// -pl server -am test -Dtest=ConfigReferenceTest -Dgolden=write`.
class ConfigReferenceTest {
    private static final Path REFERENCE = Checkout.root().resolve("docs/configuration.md");

    private static final Path RULES = Checkout.root().resolve("docs/vhosts.md");

    private static final Pattern TABLE =
            Pattern.compile("(?s)(?<=<!-- settings -->\n).*(?=<!-- end of settings -->)");

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    private static final String HEAD =
            """
            | Setting | Default | What it does | What it may be |
            |---|---|---|---|
            """;

    @Test
    void theTableIsUpToDate() throws IOException {
        String page = Files.readString(REFERENCE);
        String expected = TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(table()));
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(REFERENCE, expected);
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(expected).contains(table());
    }

    @Test
    void everyExampleCanBeLoaded(@TempDir Path directory) throws IOException, ConfigException {
        for (Path reference : List.of(REFERENCE, RULES)) {
            String page = Files.readString(reference);
            assertThat(EXAMPLE.matcher(page).results()).isNotEmpty();
            for (String yaml :
                    EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList()) {
                Path file = Files.writeString(directory.resolve("millrace.yaml"), yaml);
                new ConfigLoader().file(file).load();
            }
        }
    }

    @Test
    void whatARuleMaySayIsListed() throws IOException {
        assertThat(Files.readString(RULES))
                .contains(PerChannel.KEYS.stream().map(key -> "`" + key.name() + "`").toList());
    }

    private static String table() {
        return Config.KEYS.stream()
                .map(ConfigReferenceTest::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Key<?> key) {
        String allowed = key.type().allowed();
        String byDefault = key.isRequired() ? "must be set" : "`%s`".formatted(key.byDefault());
        return "| `%s` | %s | %s | %s |\n".formatted(key.name(), byDefault, key.about(), allowed);
    }
}
