package dev.millrace.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.millrace.observe.Sessions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Hands lines on as long as each source of them keeps measure: strangers cause lines, and must not
/// fill a disk with them. What is left out is counted, and the count is told. Errors are ours, and
/// always told.
final class LogBudget extends AppenderBase<ILoggingEvent> {
    /// Lines of one class in one second; connecting, publishing and leaving are three of one
    /// client.
    static final int LINES_MAX = 100;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private Appender<ILoggingEvent> out; // guarded by this
    private final LongSupplier clockNs;

    /// By logger, of which there are as many as classes.
    private final Map<String, Spent> spent = new HashMap<>();

    /// What one logger has said since a second began.
    private static final class Spent {
        long sinceNs;
        int lines;
        long leftOut;
    }

    LogBudget(Appender<ILoggingEvent> out, LongSupplier clockNs) {
        this.out = out;
        this.clockNs = clockNs;
    }

    /// Hands lines on to somebody else, who may need what the one before has; lines wait meanwhile.
    synchronized void handTo(Supplier<Appender<ILoggingEvent>> other) {
        out.stop();
        out = other.get();
    }

    /// Tells a line's session by its field `session`, too: it is the first word of the message.
    private static void nameSession(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (event instanceof LoggingEvent own
                && arguments != null
                && arguments.length > 0
                && event.getMessage().startsWith("{}")
                && arguments[0] instanceof String id
                && Sessions.isId(id)) {
            own.setMDCPropertyMap(Map.of("session", id));
        }
    }

    /// One thread at a time, as [AppenderBase] sees to.
    @Override
    protected void append(ILoggingEvent event) {
        long nowNs = clockNs.getAsLong();
        Spent source =
                spent.computeIfAbsent(
                        event.getLoggerName(),
                        _ -> {
                            var fresh = new Spent();
                            fresh.sinceNs = nowNs;
                            return fresh;
                        });
        if (nowNs - source.sinceNs >= SECOND_NS) {
            tellLeftOut(event, source);
            source.sinceNs = nowNs;
            source.lines = 0;
        }
        source.lines++;
        nameSession(event);
        if (source.lines <= LINES_MAX || event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            out.doAppend(event);
        } else {
            source.leftOut++;
        }
    }

    private void tellLeftOut(ILoggingEvent event, Spent source) {
        if (source.leftOut == 0) {
            return;
        }
        var logger = ((LoggerContext) getContext()).getLogger(event.getLoggerName());
        Object[] count = {source.leftOut, LINES_MAX};
        source.leftOut = 0;
        out.doAppend(
                new LoggingEvent(
                        LogBudget.class.getName(),
                        logger,
                        Level.WARN,
                        "left out {} lines like the ones before: more than {} a second",
                        null,
                        count));
    }
}
