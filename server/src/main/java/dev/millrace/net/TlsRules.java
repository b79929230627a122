package dev.millrace.net;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Which TLS this server speaks, on every port: what RFC 9325 calls secure and nothing older.
///
/// TLS has no compression in Java, and session tickets are encrypted with a key that changes.
public final class TlsRules {
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    /// RFC 9325, 3.1.1: nothing before 1.2.
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// RFC 9325, 4.2: forward secrecy and authenticated encryption in all of them. In the server's
    /// order of preference; AES of 128 bits is the fastest where processors help, and enough.
    public static final List<String> CIPHER_SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsRules() {}

    /// The TLS of a port with this identity.
    public static SslContextFactory.Server port(SSLContext identity) {
        var port = new SslContextFactory.Server();
        port.setSslContext(identity);
        port.setIncludeProtocols(PROTOCOLS.toArray(String[]::new));
        port.setIncludeCipherSuites(CIPHER_SUITES.toArray(String[]::new));
        port.setUseCipherSuitesOrder(true);
        port.setRenegotiationAllowed(false);
        return port;
    }

    /// Has a port show another identity from now on. Connections keep what they were shown.
    public static void renew(SslContextFactory.Server port, SSLContext identity) {
        try {
            port.reload(it -> it.setSslContext(identity));
        } catch (Exception e) {
            throw new IllegalStateException(
                    "TLS cannot take its new identity: " + e.getMessage(), e);
        }
    }

    /// A client that negotiates anew again and again makes a server calculate for nothing; no
    /// honest one does it. Java has this as a property of the process, read with the first
    /// handshake.
    static void refuseRenegotiation() {
        System.setProperty(NO_RENEGOTIATION, "true");
    }
}
