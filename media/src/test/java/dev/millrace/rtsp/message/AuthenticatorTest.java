package dev.millrace.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final String URL = "rtsp://h/cam";

    private final Authenticator authenticator =
            new Authenticator(new Credentials("Aladdin", "open sesame"), new Random(1));

    private boolean challenged(String... challenges) throws Exception {
        var headers = new Headers();
        for (String challenge : challenges) {
            headers.with("WWW-Authenticate", challenge);
        }
        return authenticator.challenged(
                new RtspMessage.Response(401, "Unauthorized", headers, new byte[0]));
    }

    private String proof() {
        return authenticator.authorization("DESCRIBE", URL).orElseThrow();
    }

    /// The examples of RFC 2617, 3.5, and RFC 7616, 3.9.1.
    @Test
    void hashesAsTheStandardsDo() {
        String old = Digest.MD5.hex("Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(
                        Digest.MD5.hex(
                                old,
                                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                                "00000001",
                                "0a4f113b",
                                "auth",
                                Digest.MD5.hex("GET", "/dir/index.html")))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
        String secret = Digest.SHA_256.hex("Mufasa", "http-auth@example.org", "Circle of Life");
        assertThat(
                        Digest.SHA_256.hex(
                                secret,
                                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                                "00000001",
                                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                                "auth",
                                Digest.SHA_256.hex("GET", "/dir/index.html")))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void saysNothingUnasked() {
        assertThat(authenticator.authorization("OPTIONS", URL)).isEqualTo(Optional.empty());
    }

    /// The example of RFC 7617, 2.
    @Test
    void knowsBasic() throws Exception {
        assertThat(challenged("Basic realm=\"WallyWorld\"")).isTrue();
        assertThat(proof()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void aDigestOfTheOldKindHasNoCount() throws Exception {
        assertThat(challenged("Digest realm=\"a\\\"b\", nonce=\"n\"")).isTrue();
        String secret = Digest.MD5.hex("Aladdin", "a\"b", "open sesame");
        String response = Digest.MD5.hex(secret, "n", Digest.MD5.hex("DESCRIBE", URL));
        assertThat(proof())
                .isEqualTo(
                        """
                        Digest username="Aladdin", realm="a\\"b", nonce="n", \
                        uri="%s", response="%s"\
                        """
                                .formatted(URL, response));
    }

    @Test
    void aDigestCountsItsUses() throws Exception {
        assertThat(
                        challenged(
                                "Digest realm=r, nonce=\"n\", qop=\"auth-int, auth\", opaque=\"o\","
                                        + " algorithm=SHA-256"))
                .isTrue();
        assertThat(proof())
                .contains("qop=auth, nc=00000001, cnonce=\"")
                .endsWith(", algorithm=SHA-256, opaque=\"o\"");
        assertThat(proof()).contains("nc=00000002");
        challenged("Digest realm=r, nonce=\"m\", qop=auth, stale=TRUE");
        assertThat(authenticator.isStale()).isTrue();
        assertThat(proof()).contains("nonce=\"m\"").contains("nc=00000001");
    }

    @Test
    void takesTheBestThatIsOffered() throws Exception {
        assertThat(
                        challenged(
                                "Basic realm=\"b\", Digest realm=\"d\", nonce=\"1\"",
                                "Digest realm=\"d\", nonce=\"2\", algorithm=SHA-256",
                                "Digest realm=\"d\", nonce=\"3\", algorithm=MD5"))
                .isTrue();
        assertThat(proof()).contains("nonce=\"2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate dG9rZW4=",
                "Digest realm=r, nonce=n, algorithm=MD5-sess",
                "Digest realm=r, nonce=n, qop=auth-int",
                ""
            })
    void saysIfNoWayIsKnown(String challenge) throws Exception {
        assertThat(challenged(challenge)).isFalse();
        assertThat(authenticator.authorization("DESCRIBE", URL)).isEmpty();
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(new Credentials("Aladdin", "open sesame")).hasToString("credentials");
    }
}
