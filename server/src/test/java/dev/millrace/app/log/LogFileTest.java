package dev.millrace.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import dev.millrace.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir Path folder;
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private Appender<ILoggingEvent> open(Path file, String... settings) {
        String[] all =
                Stream.concat(Stream.of("log.format=json", "log.file=" + file), Stream.of(settings))
                        .toArray(String[]::new);
        return Logging.out(Config.of(all).log(), context);
    }

    private LogBudget budget(Appender<ILoggingEvent> out) {
        var budget = new LogBudget(out, System::nanoTime);
        budget.setContext(context);
        budget.start();
        return budget;
    }

    private void say(LogBudget budget, String text, Object... values) {
        var logger = context.getLogger("test");
        budget.doAppend(new LoggingEvent("test", logger, Level.ERROR, text, null, values));
    }

    @Test
    void aFileIsPutAsideWhenItIsFullAndTheOldestGoes() throws IOException {
        Path file = folder.resolve("server.log");
        Appender<ILoggingEvent> out = open(file, "log.file_size=1KB", "log.files=2");
        LogBudget budget = budget(out);
        for (int i = 0; i < 2000; i++) {
            say(budget, "line {}", i);
        }
        out.stop();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(it -> String.valueOf(it.getFileName())))
                    .contains("server.log", "server.log.1")
                    .allMatch(it -> it.matches("server\\.log(\\.[12])?"));
        }
    }

    @Test
    void noLineIsLostWhenAnotherFileIsTaken() throws IOException {
        Path first = folder.resolve("first.log");
        Path second = folder.resolve("second.log");
        LogBudget budget = budget(open(first));
        say(budget, "one");
        Files.move(first, folder.resolve("moved.log"));
        budget.handTo(() -> open(first)); // as a reload does after logrotate
        say(budget, "two");
        budget.handTo(() -> open(second));
        say(budget, "three");
        assertThat(Files.readString(folder.resolve("moved.log"))).contains("one");
        assertThat(Files.readString(first)).contains("two").doesNotContain("one", "three");
        assertThat(Files.readString(second)).contains("three");
    }

    @Test
    void aLineAboutASessionSaysSo() throws IOException {
        Path file = folder.resolve("sessions.log");
        LogBudget budget = budget(open(file));
        say(budget, "{} {} publishes {}", "s12", "10.0.0.1:5", "live/cam");
        say(budget, "{} listens on {}", "rtmp", "0.0.0.0:1935");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).contains("\"session\":\"s12\"", "s12 10.0.0.1:5 publishes");
        assertThat(lines.getLast()).doesNotContain("session");
    }
}
