package dev.millrace.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.millrace.api.srs.LogLevel;
import dev.millrace.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log on standard output. Done in code, since reading it from XML would be most of the time
/// that the server needs to start.
final class Logging {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logging.class);

    /// `session` is set by whoever serves a connection; elsewhere there is a dash. A message is one
    /// line, whatever a client has put into it.
    private static final String TEXT =
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{0} %X{session:--}"
                    + " %replace(%msg){'[\\p{Cc}\\p{Zl}\\p{Zp}]+', ' '}%n";

    /// Libraries that tell more than a person wants to know.
    private static final List<String> QUIET =
            List.of("org.eclipse.jetty", "io.micrometer", "com.zaxxer", "software.amazon");

    private Logging() {}

    /// Replaces whatever was configured before.
    static void configure(LogConfig config) {
        logFailures();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder =
                switch (config.format()) {
                    case TEXT -> text();
                    case JSON -> json();
                };
        encoder.setContext(context);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        var budget = new LogBudget(console, System::nanoTime);
        budget.setContext(context);
        budget.start();
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(config.level().name()));
        root.addAppender(budget);
    }

    /// The level of all that has none of its own.
    static LogLevel level() {
        return new RootLevel();
    }

    private static final class RootLevel implements LogLevel {
        @Override
        public org.slf4j.event.Level get() {
            return org.slf4j.event.Level.valueOf(root().getEffectiveLevel().toString());
        }

        @Override
        public void set(org.slf4j.event.Level level) {
            root().setLevel(Level.valueOf(level.name()));
            LOG.info("log.level is {} until the next start", level);
        }

        private static ch.qos.logback.classic.Logger root() {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            return context.getLogger(Logger.ROOT_LOGGER_NAME);
        }
    }

    /// Has the log tell what ended a thread that nobody waits for. A packager's failure comes here:
    /// its thread is named after the format and the channel.
    static void logFailures() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, cause) -> LOG.error("{} failed", thread.getName(), cause));
    }

    private static Encoder<ILoggingEvent> text() {
        var encoder = new PatternLayoutEncoder();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(TEXT);
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        var encoder = new JsonEncoder();
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }
}
