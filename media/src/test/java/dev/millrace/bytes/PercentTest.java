package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void namesAreNothingElse() {
        assertThat(Percent.encoded("cam-1._~Z")).isEqualTo("cam-1._~Z");
        assertThat(Percent.encoded("a/b?c:d é")).isEqualTo("a%2Fb%3Fc%3Ad%20%C3%A9");
        assertThat(Percent.encodedPath("a/b?c")).isEqualTo("a/b%3Fc");
    }
}
