package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Looks at HTTPS and RTMPS as a scanner does: what is offered, and what is refused.
@Tag("slow")
class TlsScanTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int TLS_1_2 = 0x0303;
    private static final int ECDSA_AES_128_GCM = 0xC02B;
    private static final int ECDSA_AES_256_GCM = 0xC02C;

    private static final Pattern NEGOTIATED = Pattern.compile("(TLSv1\\.\\d), Cipher is (\\S+)");

    @TempDir private static Path folder;

    private static Tls tls;
    private static RunningServer server;

    @BeforeAll
    static void serve() throws Exception {
        tls = Tls.make(folder);
        server =
                new RunningServer(
                        "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                        "tls.key=" + folder.resolve(Tls.KEY),
                        "rtmp.tls_listen=127.0.0.1:0",
                        "http.tls_listen=127.0.0.1:0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmps", "https"})
    void oldVersionsAreRefused(String protocol) throws IOException {
        for (int version : new int[] {0x0300, 0x0301, 0x0302}) {
            var hello = ClientHello.offering(version, ECDSA_AES_128_GCM, 0xC009, 0xC013, 0x002F);
            assertThat(hello.to(server.port(protocol)).isRefusal())
                    .as("version %x", version)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c009, ECDHE-ECDSA with AES-128-CBC and SHA-1",
        "c023, ECDHE-ECDSA with AES-128-CBC and SHA-256",
        "c0ac, ECDHE-ECDSA with AES-128-CCM",
        "c007, ECDHE-ECDSA with RC4",
        "c008, ECDHE-ECDSA with 3DES",
        "c006, ECDHE-ECDSA with NULL",
        "c013, ECDHE-RSA with AES-128-CBC and SHA-1",
        "009c, RSA without forward secrecy",
        "002f, RSA with AES-128-CBC",
        "009e, DHE-RSA",
        "c018, anonymous",
        "0003, RC4 for export",
        "0001, NULL with MD5",
    })
    void oldCipherSuitesAreRefused(String code, String name) throws IOException {
        var hello = ClientHello.offering(TLS_1_2, Integer.parseInt(code, 16));
        assertThat(hello.to(server.port("https")).isRefusal()).as(name).isTrue();
        assertThat(hello.to(server.port("rtmps")).isRefusal()).as(name).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmps", "https"})
    void theServerChoosesAndNothingIsCompressed(String protocol) throws IOException {
        var hello =
                new ClientHello(
                        TLS_1_2, List.of(ECDSA_AES_256_GCM, ECDSA_AES_128_GCM), List.of(1, 0));
        assertThat(hello.to(server.port(protocol)))
                .isEqualTo(new ClientHello.Answer(TLS_1_2, ECDSA_AES_128_GCM, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "rtmps, -tls1_3, TLSv1.3, TLS_AES_128_GCM_SHA256",
        "https, -tls1_3, TLSv1.3, TLS_AES_128_GCM_SHA256",
        "rtmps, -tls1_2, TLSv1.2, ECDHE-ECDSA-AES128-GCM-SHA256",
        "https, -tls1_2, TLSv1.2, ECDHE-ECDSA-AES128-GCM-SHA256",
        // Everything that OpenSSL knows, the weakest as well: the best of it is what comes out.
        "https, -cipher=ALL:COMPLEMENTOFALL:@SECLEVEL=0, TLSv1.3, TLS_AES_128_GCM_SHA256",
    })
    void openSslIsGivenTheBest(String protocol, String option, String version, String suite) {
        String[] parts = option.split("=", 2);
        var command =
                new java.util.ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + server.port(protocol)));
        command.addAll(List.of(parts));
        try (Program client = Program.start(command.toArray(String[]::new))) {
            client.await(PATIENCE);
            Matcher negotiated = NEGOTIATED.matcher(client.output());
            assertThat(negotiated.find()).as(client.output()).isTrue();
            assertThat(negotiated.group(1)).isEqualTo(version);
            assertThat(negotiated.group(2)).isEqualTo(suite);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmps", "https"})
    void nobodyNegotiatesAnew(String protocol) throws IOException {
        try (var socket =
                (SSLSocket)
                        tls.trusting()
                                .getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(), server.port(protocol))) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.startHandshake();
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }
}
