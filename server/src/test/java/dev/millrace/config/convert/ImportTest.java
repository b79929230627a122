package dev.millrace.config.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each file against what a person has read. Record it again with `-Dgolden=write`.
class ImportTest {
    private static final Path FOLDER =
            Checkout.root().resolve("server/src/test/resources/dev/millrace/config/convert");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srs.conf",
                "nginx.conf",
                "nginx-exec.conf",
                "mediamtx.yml",
                "vtx-link.yaml"
            })
    void becomesOurs(String name) throws IOException, BadFileException, ConfigException {
        String yaml = Import.of(FOLDER.resolve(name)).yaml();
        Path golden = FOLDER.resolve(name + ".millrace");
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(golden, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(golden));
        new ConfigLoader().text(yaml, golden.toString()).load();
    }

    @Test
    void whatIsOfVtxLinkIsTheSameAsTheFileItself() throws Exception {
        Path file = FOLDER.resolve("vtx-link.yaml");
        var direct = new ConfigLoader().file(file).load();
        var converted = new ConfigLoader().text(Import.of(file).yaml(), "converted").load();
        assertThat(converted.relays()).isEqualTo(direct.relays());
        assertThat(converted.http()).isEqualTo(direct.http());
        assertThat(converted.hls()).isEqualTo(direct.hls());
        assertThat(converted.ffmpeg()).isEqualTo(direct.ffmpeg());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen 1935        | line 1: listen has no ; at its end",
                "vhost a { hls {    | line 1: hls has no } at its end",
                "a; }               | line 1: there is a } that closes nothing",
                "a 'b;              | line 1: a quote is not closed",
                "a; ; b;            | line 1: there is no name before ;",
            })
    void whatIsNoFileOfTheKindSaysWhere(String text, String problem) {
        assertThatThrownBy(() -> Import.directives(text))
                .isInstanceOf(BadFileException.class)
                .hasMessage(problem);
    }

    @Test
    void linesAreCountedOverQuotesAndRemarks() throws BadFileException {
        var all = Directives.read("# one\na 'two\nlines' \"q\\\"q\"; # {\nb {\n\n c d; }\n");
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().words()).containsExactly("two\nlines", "q\"q");
        assertThat(all.getFirst().line()).isEqualTo(2);
        assertThat(all.get(1).line()).isEqualTo(4);
        assertThat(all.get(1).block().getFirst().line()).isEqualTo(6);
    }

    @Test
    void bracesOfAVariableAreNoBlock() throws BadFileException {
        var all = Directives.read("a ${b}c x$d; e$ {f ${g};}");
        assertThat(all.getFirst().words()).containsExactly("${b}c", "x$d");
        assertThat(all.get(1).name()).isEqualTo("e$");
        assertThat(all.get(1).block().getFirst().words()).containsExactly("${g}");
    }

    @Test
    void depthHasAnEnd() {
        assertThatThrownBy(() -> Import.directives("a {".repeat(100_000)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("more than 32 deep");
    }

    @Test
    void aFileOfNobodyIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yml"), "a: [");
        assertThatThrownBy(() -> Import.of(file)).isInstanceOf(BadFileException.class);
    }

    @FuzzTest(maxDuration = "5s")
    void isConvertedOrRefused(byte[] latin) {
        String text = new String(latin, StandardCharsets.ISO_8859_1);
        try {
            String yaml = Import.directives(text).yaml();
            assertThat(yaml.chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        } catch (BadFileException e) {
            assertThat(e).hasMessageMatching("(?s)(line \\d+: )?.+");
        }
    }
}
