package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.config.value.HostPort;
import dev.millrace.config.value.Network;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.255.255, true",
        "10.0.0.0/8,     11.0.0.0,       false",
        "172.16.0.0/12,  172.31.0.1,     true",
        "172.16.0.0/12,  172.32.0.1,     false",
        "192.0.2.1,      192.0.2.1,      true",
        "192.0.2.1,      192.0.2.2,      false",
        "0.0.0.0/0,      192.0.2.2,      true",
        "0.0.0.0/0,      ::1,            false",
        "fc00::/7,       fd12::1,        true",
        "fc00::/7,       fe80::1,        false",
        "::1,            ::1,            true",
        "10.0.0.0/8,     ::ffff:10.0.0.1, true", // Java gives such a peer as IPv4
    })
    void containsWhatBeginsLikeIt(String network, String address, boolean contains) {
        InetAddress other = InetAddress.ofLiteral(address);
        assertThat(Network.parse(network).orElseThrow().contains(other)).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "::/129", "::/-1", "1/2/3"})
    void isNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void whatIsTrustedCanBeSet() {
        var limits = Config.of("limits.trusted=192.0.2.0/24, ::1").limits();
        assertThat(limits.trusts(InetAddress.ofLiteral("192.0.2.77"))).isTrue();
        assertThat(limits.trusts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(Config.of().limits().trusts(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(Config.of("limits.trusted=none").limits().trusted()).isEmpty();
    }

    @FuzzTest(maxDuration = "5s")
    void isReadOrNot(byte[] latin) {
        String text = new String(latin, StandardCharsets.ISO_8859_1);
        Network.parse(text)
                .ifPresent(network -> {
                    assertThat(network.contains(network.address())).isTrue();
                    assertThat(Network.parse(network.toString())).contains(network);
                });
        HostPort.parse(text).ifPresent(place -> assertThat(place.port()).isBetween(0, 65_535));
    }
}
