package dev.millrace.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What a part of the program tells people while a test runs. Other tests' servers speak here, too.
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines(Class<?> within) {
        logger = (Logger) LoggerFactory.getLogger(within.getPackageName());
        logger.setLevel(Level.INFO);
        start();
        logger.addAppender(this);
    }

    /// Everything.
    List<String> all() {
        return List.copyOf(lines);
    }

    /// Lines about a connection.
    List<String> about(int port) {
        return lines.stream()
                .filter(line -> line.contains(" 127.0.0.1:%d ".formatted(port)))
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
