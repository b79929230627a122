package dev.millrace.config.value;

import dev.millrace.media.ChannelName;
import dev.millrace.media.Glob;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Channels by their names, with `*` for any part of them: `live/*`, `*/cam1`, `*`, and with
/// `?vhost=` behind it only those of a virtual host: `*?vhost=cdn.example.com`.
public final class ChannelPattern {
    private static final Pattern FORM =
            Pattern.compile(
                    "((?<app>[^?\\s]+)/(?<stream>[^?\\s/]+)|\\*)(\\?vhost=(?<vhost>[^?\\s]+))?");

    private final String text;
    private final Pattern app;
    private final Pattern stream;
    private final Pattern vhost;

    private ChannelPattern(String text, Matcher parts) {
        this.text = text;
        this.app = glob(parts.group("app"));
        this.stream = glob(parts.group("stream"));
        this.vhost = glob(parts.group("vhost"));
    }

    /// Empty if it is none.
    public static Optional<ChannelPattern> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? Optional.of(new ChannelPattern(text, parts)) : Optional.empty();
    }

    public boolean matches(ChannelName name) {
        return app.matcher(name.app()).matches()
                && stream.matcher(name.stream()).matches()
                && vhost.matcher(name.vhost()).matches();
    }

    /// @param text nothing matches everything
    private static Pattern glob(@Nullable String text) {
        return Pattern.compile(Glob.regex(text == null ? "*" : text), Pattern.CASE_INSENSITIVE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
