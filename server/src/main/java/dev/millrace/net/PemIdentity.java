package dev.millrace.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The server's TLS identity, from the two PEM files that certificate authorities hand out: a
/// certificate with its chain, and a private key. RFC 7468.
public final class PemIdentity {
    private static final String BEGIN = "-----BEGIN %s-----";
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    /// What keys are in use, in the order in which they are tried.
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final char[] NO_PASSWORD = {};

    private final KeyStore keyStore;

    private PemIdentity(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    /// Reads both files.
    ///
    /// @param certificate the server's certificate, followed by those that vouch for it
    /// @param key its private key in PKCS #8, not encrypted
    /// @throws IOException saying which file is wrong, and what would be right
    public static PemIdentity load(Path certificate, Path key) throws IOException {
        Certificate[] chain = chain(certificate);
        PrivateKey privateKey = privateKey(key);
        if (!privateKey.getAlgorithm().equals(chain[0].getPublicKey().getAlgorithm())) {
            throw new IOException(
                    "%s has a key for %s, but %s is for %s: they do not belong together"
                            .formatted(
                                    key,
                                    privateKey.getAlgorithm(),
                                    certificate,
                                    chain[0].getPublicKey().getAlgorithm()));
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, NO_PASSWORD, chain);
            return new PemIdentity(store);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s and %s do not belong together: %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    /// Certificate and key, in memory and without a password.
    public KeyStore keyStore() {
        return keyStore;
    }

    /// For sockets that are this server.
    public SSLContext context() {
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore, NO_PASSWORD);
            TlsRules.refuseRenegotiation();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot speak TLS", e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException {
        try {
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(file)));
            if (chain.isEmpty()) {
                throw new IOException(
                        "%s has no certificate; it should have a block that begins with %s"
                                .formatted(file, BEGIN.formatted("CERTIFICATE")));
            }
            return chain.toArray(Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s is not a PEM file of certificates: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher block = PKCS8.matcher(Files.readString(file));
        if (!block.find()) {
            throw new IOException(
                    ("%s has no private key that can be used; it should begin with %s"
                                    + " (openssl pkcs8 -topk8 -nocrypt makes that from others)")
                            .formatted(file, BEGIN.formatted("PRIVATE KEY")));
        }
        var bytes = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(bytes);
            } catch (InvalidKeySpecException e) {
                // A key of another algorithm; the next may know it.
            } catch (GeneralSecurityException e) {
                throw new IOException("this JDK has no " + algorithm + " keys", e);
            }
        }
        throw new IOException(
                "%s has a private key that is none of %s"
                        .formatted(file, String.join(", ", ALGORITHMS)));
    }
}
