package dev.millrace.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.millrace.api.srs.LogLevel;
import dev.millrace.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log, on standard output or in files. Done in code, since reading it from XML would be most
/// of the time that the server needs to start.
public final class Logging {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logging.class);

    /// A message about a session begins with its id. It is one line, whatever a client has put into
    /// it.
    private static final String TEXT =
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{0}"
                    + " %replace(%msg){'[\\p{Cc}\\p{Zl}\\p{Zp}]+', ' '}%n";

    /// Libraries that tell more than a person wants to know.
    private static final List<String> QUIET =
            List.of("org.eclipse.jetty", "io.micrometer", "com.zaxxer", "software.amazon");

    private static final String BUDGET = "budget";

    private Logging() {}

    /// Replaces whatever was configured before. No line is lost: lines wait for it.
    public static void configure(LogConfig config) {
        logFailures();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(BUDGET) instanceof LogBudget present) {
            present.handTo(() -> out(config, context));
        } else {
            context.reset();
            QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            var budget = new LogBudget(out(config, context), System::nanoTime);
            budget.setName(BUDGET);
            budget.setContext(context);
            budget.start();
            root.addAppender(budget);
        }
        root.setLevel(Level.valueOf(config.level().name()));
    }

    /// Where lines go.
    static Appender<ILoggingEvent> out(LogConfig config, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                switch (config.format()) {
                    case TEXT -> text();
                    case JSON -> json();
                };
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> out =
                config.file()
                        .<OutputStreamAppender<ILoggingEvent>>map(
                                file -> LogFile.of(file, config, context))
                        .orElseGet(ConsoleAppender::new);
        out.setContext(context);
        out.setEncoder(encoder);
        out.start();
        return out;
    }

    /// The level of all that has none of its own.
    public static LogLevel level() {
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
