package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void isOneLine() {
        assertThat(Shown.of("a\r\nb\tc")).isEqualTo("\"a??b?c\"");
        assertThat(Shown.of("next\u0085line\u2028paragraph\u2029"))
                .isEqualTo("\"next?line?paragraph?\"");
        assertThat(Shown.of("\u202Eright to left")).isEqualTo("\"?right to left\"");
        assertThat(Shown.of("Grüße, 世界")).isEqualTo("\"Grüße, 世界\"");
    }

    @Test
    void isShort() {
        assertThat(Shown.of("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
        assertThat(Shown.of("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "…\"");
        assertThat(Shown.of("abc", 2)).isEqualTo("ab…");
    }
}
