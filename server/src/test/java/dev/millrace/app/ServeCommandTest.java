package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ServeCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --demo",
                "serve --config a.yaml --rtmp :1 --http=:2 --profile tiny",
                "serve --config=a=b --set http.listen=:80 --set=x=y --demo"
            })
    void readsWhatPicocliWouldRead(String line) {
        var read = ServeCommand.plain(line.split(" ")).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(readByPicocli(line));
    }

    @Test
    void everyOptionHasAPlainForm() {
        for (OptionSpec option : CommandSpec.forAnnotatedObject(new ServeCommand()).options()) {
            String word = option.longestName() + (option.arity().max() == 0 ? "" : "=x");
            assertThat(ServeCommand.plain("serve", word)).as(word).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "probe",
                "serve -h",
                "serve --help",
                "serve --rtp :1",
                "serve --http",
                "serve --http=",
                "serve --http --demo",
                "serve --http :1 --http :2",
                "serve --profile tiny --profile=tiny",
                "serve --demo --demo",
                "serve --demo=false",
                "serve --set @file",
                "serve more"
            })
    void leavesTheRestToPicocli(String line) {
        assertThat(ServeCommand.plain(line.split(" "))).isEmpty();
    }

    private static Object readByPicocli(String line) {
        var serve = Millrace.commandLine().parseArgs(line.split(" ")).subcommand();
        return serve.commandSpec().userObject();
    }
}
