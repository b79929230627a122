package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemIdentityTest {
    @TempDir private Path folder;

    @Test
    void certificateAndKeyAreAnIdentity() throws Exception {
        PemIdentity identity = Tls.make(folder).identity();
        assertThat(identity.keyStore().size()).isEqualTo(1);
        assertThat(identity.context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void aFileThatIsNoneSaysWhatWouldBeRight() throws Exception {
        Tls.make(folder);
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        assertThatThrownBy(() -> PemIdentity.load(certificate, certificate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no private key that can be used")
                .hasMessageContaining("openssl pkcs8");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> PemIdentity.load(empty, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem")
                .hasMessageContaining("ertificate");
    }
}
