package dev.millrace.testing;

import dev.millrace.net.PemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for `localhost`, and clients that believe it.
///
/// @param trusting for clients
public record Tls(PemIdentity identity, SSLContext trusting) {
    public static final String CERTIFICATE = "certificate.pem";
    public static final String KEY = "key.pem";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Makes both with OpenSSL, as the PEM files [#CERTIFICATE] and [#KEY] in `folder`.
    public static Tls make(Path folder) throws IOException, GeneralSecurityException {
        Path certificate = folder.resolve(CERTIFICATE);
        Path key = folder.resolve(KEY);
        Program.run(
                PATIENCE,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        PemIdentity identity = PemIdentity.load(certificate, key);
        return new Tls(identity, trusting(identity.keyStore()));
    }

    private static SSLContext trusting(KeyStore identity)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String alias : Collections.list(identity.aliases())) {
            trusted.setCertificateEntry(alias, identity.getCertificate(alias));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
