package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.client.bandwidth.Bandwidth;
import dev.millrace.client.bandwidth.BandwidthReport;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client's side of the bandwidth check over RTMP.
class RtmpBandwidthTest {
    private static final ClientOptions OPTIONS =
            ClientOptions.DEFAULT.withReadTimeout(Duration.ofSeconds(1));

    private RtmpTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RtmpTestServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// Down is what the client counts, up is what the server says.
    @Test
    void bothCountWhatComesToThem() throws IOException {
        BandwidthReport report = measure(server.url("check?key=some-key"));
        assertThat(report.down().bytes()).isEqualTo(server.noiseBytes()).isGreaterThan(8_000_000);
        assertThat(report.down().time()).isPositive();
        assertThat(report.up().bytes()).isEqualTo(LineCheck.REPORTED_BYTES);
        assertThat(report.up().time()).hasMillis(LineCheck.REPORTED_MS);
    }

    @Test
    void aServerThatMeasuresNothingIsSaidToDoSo() {
        assertThatThrownBy(() -> measure(server.url("live?key=some-key")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("begins no bandwidth check")
                .hasMessageContaining("bandwidth.key");
    }

    @Test
    void aRefusalIsHandedOn() {
        assertThatThrownBy(() -> measure(server.url("closed?key=some-key")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("closed today");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtmp:",
                "rtmp://",
                "rtmp://h/",
                "rtmp://h:99999/app?key=secret",
                "RTMPS:/secret"
            })
    void whatIsNoUrlIsNotRepeated(String url) {
        assertThatThrownBy(() -> measure(url))
                .isInstanceOf(MalformedURLException.class)
                .hasMessage("not of the form rtmp://host[:port]/app?key=KEY");
    }

    private static BandwidthReport measure(String url) throws IOException {
        return Bandwidth.measure(url, Duration.ofSeconds(3), OPTIONS);
    }
}
