package dev.millrace.edge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// S2: an edge node of LiveMix reads any file it is told to.
class AllowedTest {
    @TempDir Path root;

    private Path folder = Path.of("");
    private Allowed allowed = new Allowed(List.of(), List.of());

    @BeforeEach
    void makeFolders() throws IOException {
        folder = Files.createDirectory(root.toRealPath().resolve("hls"));
        Files.createDirectory(folder.resolve("cam"));
        Files.writeString(root.resolve("secret"), "secret");
        allowed = new Allowed(List.of(folder), List.of("camera.lan", "10.0.0.7:8000"));
    }

    @ParameterizedTest
    @CsvSource({
        "file:///etc, passwd",
        "/etc, passwd",
        "FILE:///etc, passwd",
        "file://localhost/etc, passwd",
        "file:///, etc/passwd",
        "file://HLS/.., secret",
        "file://HLS, ../secret",
        "file://HLS, cam/../../secret",
        "file://HLS, /etc/passwd",
        "file://HLS, file:///etc/passwd",
        "file://HLS-evil, secret",
        "http://elsewhere/hls, seg.ts",
        "http://camera.lan.evil/hls, seg.ts",
        "file://HLS, http://169.254.169.254/latest",
        "http://10.0.0.7:22/, seg.ts",
        "http://10.0.0.7/, seg.ts",
    })
    void nothingElseMayBeRead(String prefix, String name) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> allowed.place(prefix.replace("HLS", folder.toString()), name))
                .satisfies(e -> assertThat(e.why()).isEqualTo(RefusedException.Why.FORBIDDEN))
                .withMessageContaining("edge.");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://camera.lan/hls, seg.ts",
        "hls, seg.ts",
        "file:hls, seg.ts",
        "file://server/share, seg.ts",
        "http://user:word@camera.lan/, seg.ts",
        "http:///hls, seg.ts",
        "http://camera.lan/a b, seg.ts",
    })
    void nonsenseIsSaidToBeSo(String prefix, String name) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> allowed.place(prefix, name))
                .satisfies(e -> assertThat(e.why()).isEqualTo(RefusedException.Why.WRONG))
                .withMessageNotContaining("word@");
    }

    @Test
    void encodedDotsLeadNowhere() throws Exception {
        for (String name : List.of("%2e%2e/secret", "..%2fsecret", "%2e%2e%2fsecret")) {
            Place place = allowed.place("file://" + folder, name);
            assertThat(place).isInstanceOf(Place.InFile.class);
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> allowed.real(((Place.InFile) place).path()));
        }
    }

    @Test
    void linksLeadNowhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.ts"), root.resolve("secret"));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> allowed.real(link));
        Path up = Files.createSymbolicLink(folder.resolve("up"), root);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> allowed.check("file://" + up));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> allowed.real(up.resolve("secret")));
    }

    @Test
    void whatIsAllowedIsFound() throws Exception {
        Path file = Files.writeString(folder.resolve("cam/a 1.ts"), "x");
        for (String name : List.of("a 1.ts", "a%201.ts", "../cam/a 1.ts", "./a 1.ts")) {
            Place place = allowed.place("file://" + folder + "/cam/", name);
            assertThat(allowed.real(((Place.InFile) place).path())).isEqualTo(file);
        }
        assertThat(allowed.place("http://camera.lan/hls/", "seg.ts"))
                .isEqualTo(new Place.OnHost(URI.create("http://camera.lan/hls/seg.ts")));
        assertThat(allowed.place("http://10.0.0.7:8000", "seg.ts")).isNotNull();
        allowed.check("file://" + folder);
        allowed.check("file://" + folder + "/not-yet-there");
    }

    @Test
    void whereNothingIsListedNothingIsRead() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new Allowed(List.of(), List.of()).check("file:///var/hls"))
                .withMessageContaining("lists none");
    }
}
