package dev.millrace.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> out = new ListAppender<>();
    private long nowNs;
    private final LogBudget budget = new LogBudget(out, () -> nowNs);

    @BeforeEach
    void start() {
        budget.setContext(context);
        out.start();
        budget.start();
    }

    @Test
    void aFloodIsCutAndCounted() {
        log("a", Level.INFO, LogBudget.LINES_MAX + 500);
        assertThat(lines()).hasSize(LogBudget.LINES_MAX);
        nowNs += 1_000_000_000;
        log("a", Level.INFO, 1);
        assertThat(lines().subList(LogBudget.LINES_MAX, lines().size()))
                .containsExactly(
                        "left out 500 lines like the ones before: more than 100 a second",
                        "line of a");
    }

    @Test
    void othersSpeakAsTheyDid() {
        log("a", Level.INFO, 10_000);
        log("b", Level.INFO, 1);
        assertThat(lines()).last().isEqualTo("line of b");
    }

    @Test
    void errorsAreAlwaysTold() {
        log("a", Level.WARN, 10_000);
        log("a", Level.ERROR, 10);
        assertThat(lines()).hasSize(LogBudget.LINES_MAX + 10);
    }

    private void log(String logger, Level level, int times) {
        for (int i = 0; i < times; i++) {
            budget.doAppend(
                    new LoggingEvent(
                            "test",
                            context.getLogger(logger),
                            level,
                            "line of {}",
                            null,
                            new Object[] {logger}));
        }
    }

    private List<String> lines() {
        return out.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
