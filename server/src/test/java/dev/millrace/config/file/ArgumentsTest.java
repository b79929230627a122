package dev.millrace.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void readsWordsLikeAShell() {
        assertThat(Arguments.read("-i 'a b' \"c 'd' \\\"e\\\"\" f\\ g '' h"))
                .contains(List.of("-i", "a b", "c 'd' \"e\"", "f g", "", "h"));
        assertThat(Arguments.read(" \t ")).contains(List.of());
        assertThat(Arguments.read("'open")).isEmpty();
        assertThat(Arguments.read("\"open")).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        var words = List.of("", "it's", "a b", "\\", "\"", "$x", "{output_dir}/%03d.ts");
        assertThat(Arguments.read(Arguments.text(words))).contains(words);
    }
}
