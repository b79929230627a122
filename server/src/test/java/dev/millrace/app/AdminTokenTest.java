package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    private static final String PAGE = "http://192.0.2.1:8080/";

    @TempDir Path folder;

    private AdminToken start() {
        return AdminToken.of(Optional.empty(), folder.resolve("state"), false);
    }

    @Test
    void theFirstStartMakesOneAndPrintsALinkWithIt() throws IOException {
        AdminToken first = start();
        Path file = folder.resolve("state/admin.token");
        assertThat(first.invitation(PAGE))
                .isEqualTo(
                        "the page is %s#token=%s (the token is kept in %s)"
                                .formatted(PAGE, first.token().reveal(), file));
        assertThat(file).content().isEqualTo(first.token().reveal() + "\n");
    }

    @Test
    void laterOnesSayWhereItIs() {
        String token = start().token().reveal();
        AdminToken later = start();
        assertThat(later.token().reveal()).isEqualTo(token);
        assertThat(later.invitation(PAGE)).contains("admin.token").doesNotContain(token);
    }

    @Test
    void anEmptyFileIsReplaced() throws IOException {
        Path file = Files.createDirectory(folder.resolve("state")).resolve("admin.token");
        Files.writeString(file, "\n");
        assertThat(start().isNew()).isTrue();
        assertThat(file).content().hasSizeGreaterThan(20);
    }

    @Test
    void whatIsConfiguredHoldsAndIsNotPrinted() {
        AdminToken token = AdminToken.of(Optional.of("chosen-by-me"), folder, false);
        assertThat(token.token().reveal()).isEqualTo("chosen-by-me");
        assertThat(token.invitation(PAGE)).doesNotContain("chosen-by-me");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whereNobodyElseComesNothingIsKept() {
        assertThat(AdminToken.of(Optional.empty(), folder, true).invitation(PAGE))
                .isEqualTo("the page is %s (without a token, from this machine)".formatted(PAGE));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneThatCannotBeKeptIsPrintedAtEachStart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        AdminToken token = AdminToken.of(Optional.empty(), file.resolve("below"), false);
        assertThat(token.invitation(PAGE)).contains(token.token().reveal(), "until the next start");
    }

    @Test
    void dataAreWhereTheSystemWantsThem() {
        Path home = Path.of("/home/me");
        assertThat(DataFolder.usual(Map.of(), home))
                .isEqualTo(Path.of("/home/me/.local/state/millrace"));
        assertThat(DataFolder.usual(Map.of("XDG_STATE_HOME", "/x"), home))
                .isEqualTo(Path.of("/x/millrace"));
        assertThat(DataFolder.usual(Map.of("XDG_STATE_HOME", "relative"), home))
                .as("is to be ignored, says the specification")
                .isEqualTo(Path.of("/home/me/.local/state/millrace"));
        assertThat(DataFolder.usual(Map.of("STATE_DIRECTORY", "/var/lib/millrace:/y"), home))
                .isEqualTo(Path.of("/var/lib/millrace"));
    }
}
