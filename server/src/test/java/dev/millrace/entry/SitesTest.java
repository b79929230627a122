package dev.millrace.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
    /// The hosts that SRS 1.0 takes and refuses wrongly are among them.
    @ParameterizedTest
    @CsvSource({
        "http://github.com/page, true",
        "http://www.github.com:80/, true",
        "https://WWW.GitHub.COM, true",
        "github.com, true",
        "http://evilgithub.com, false",
        "http://github.com.evil.com, false",
        "http://github.com.github.com, true",
        "http://github.com@evil.com/, false",
        "http://evil.com/github.com, false",
        "'', false",
        "not a page, false",
    })
    void labelsAreComparedWhole(String page, boolean may) {
        assertThat(Sites.have(List.of("github.com"), page)).isEqualTo(may);
    }
}
