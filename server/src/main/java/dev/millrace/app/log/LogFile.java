package dev.millrace.app.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import dev.millrace.config.LogConfig;
import java.io.File;
import java.nio.file.Path;

/// The log in a file, and what it was before in `.1`, `.2` and so on. Loaded only where it is used.
final class LogFile {
    private LogFile() {}

    /// Not yet started.
    static RollingFileAppender<ILoggingEvent> of(
            Path file, LogConfig config, LoggerContext context) {
        var out = new RollingFileAppender<ILoggingEvent>();
        out.setContext(context);
        out.setFile(file.toString());
        var names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(out);
        names.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(config.files());
        names.start();
        var size = new Full(config.fileSizeBytes());
        size.setContext(context);
        size.start();
        out.setRollingPolicy(names);
        out.setTriggeringPolicy(size);
        return out;
    }

    /// Looks at each line; Logback's own looks once a minute.
    private static final class Full extends TriggeringPolicyBase<ILoggingEvent> {
        private final long bytesMax;

        Full(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public boolean isTriggeringEvent(File active, ILoggingEvent line) {
            return active.length() >= bytesMax;
        }
    }
}
