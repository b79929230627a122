package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Config;
import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
    @ParameterizedTest
    @EnumSource
    void itsSettingsCanBeLoaded(Profile profile) {
        assertThat(Config.of(profile.settings().toArray(String[]::new))).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void theLauncherKnowsIt(Profile profile) throws IOException {
        String script = Files.readString(Checkout.root().resolve("scripts/java.sh"));
        assertThat(script).containsPattern("(?m)^ *%s\\)".formatted(profile));
    }

    @Test
    void isFoundByItsName() {
        assertThat(Profile.named("tiny")).contains(Profile.TINY);
        assertThat(Profile.named("TINY")).isEmpty();
        assertThat(Profile.names()).isEqualTo("default, tiny");
    }
}
