package dev.millrace.config;

import static dev.millrace.config.ValueTypes.optional;
import static dev.millrace.config.ValueTypes.readableFile;

import dev.millrace.config.value.BadSettingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The certificate that RTMPS and HTTPS share.
///
/// @param certificate PEM: the server's certificate, then those that vouch for it
/// @param key PEM: its private key, PKCS #8
public record TlsConfig(Optional<Path> certificate, Optional<Path> key) {
    static final Key<Optional<Path>> CERTIFICATE =
            new Key<>(
                    "tls.certificate",
                    optional(readableFile(), "none"),
                    "none",
                    "A PEM file with the certificate, followed by the chain.");
    static final Key<Optional<Path>> KEY =
            new Key<>(
                    "tls.key",
                    optional(readableFile(), "none"),
                    "none",
                    "A PEM file with the certificate's private key.");

    static final List<Key<?>> KEYS = List.of(CERTIFICATE, KEY);

    public TlsConfig {
        if (certificate.isPresent() != key.isPresent()) {
            String missing = certificate.isPresent() ? KEY.name() : CERTIFICATE.name();
            String present = certificate.isPresent() ? CERTIFICATE.name() : KEY.name();
            throw new BadSettingException(present, "it needs %s as well".formatted(missing));
        }
    }

    /// Whether TLS can be offered.
    public boolean isPresent() {
        return certificate.isPresent();
    }

    static TlsConfig from(Values values) {
        return new TlsConfig(values.get(CERTIFICATE), values.get(KEY));
    }
}
