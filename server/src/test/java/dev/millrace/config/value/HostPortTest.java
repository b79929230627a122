package dev.millrace.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:1935, 0.0.0.0, 1935, true",
        ":1935, '', 1935, true",
        "*:0, *, 0, true",
        "[::]:80, '::', 80, true",
        "[::1]:65535, '::1', 65535, false",
        "localhost:8080, localhost, 8080, false",
        "10.0.0.1:443, 10.0.0.1, 443, false"
    })
    void readsAndWrites(String text, String host, int port, boolean wildcard) {
        HostPort place = HostPort.parse(text).orElseThrow();
        assertThat(place).isEqualTo(new HostPort(host, port)).hasToString(text);
        assertThat(place.isWildcard()).isEqualTo(wildcard);
        assertThat(place.socketAddress().getPort()).isEqualTo(port);
        assertThat(place.socketAddress().getAddress().isAnyLocalAddress()).isEqualTo(wildcard);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1935", "host", "host:", "::1:80", "[::1]80", "[]:1", "a:65536", "a:-1"})
    void refusesWhatIsNoPlace(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @Test
    void cannotBeMadeWithAWrongPort() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("", 65_536));
    }
}
