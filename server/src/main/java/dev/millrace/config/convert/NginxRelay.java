package dev.millrace.config.convert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an application of nginx-rtmp sends its streams, and from where it has them.
final class NginxRelay {
    /// Scheme, host and port; an application; a stream.
    private static final Pattern URL =
            Pattern.compile("(?:rtmp://)?([^/?\\s]+)(?:/([^/?\\s]+))?(?:/([^?\\s]+))?");

    private final Conversion to;
    private final String prefix;

    /// @param prefix in front of what is set: that of the application's rule
    NginxRelay(Conversion to, String prefix) {
        this.to = to;
        this.prefix = prefix;
    }

    void take(Directive application) {
        application.all("push").forEach(it -> take(it, "forward.to"));
        application.all("pull").forEach(it -> take(it, "origin.from"));
    }

    /// Streams keep their names, and their application if none is in the URL.
    private void take(Directive it, String key) {
        Matcher url = URL.matcher(it.word());
        if (!url.matches()) {
            to.none(it.line(), it, it.word() + " is no URL of RTMP");
        } else if (it.words().size() > 1) {
            to.later(it.line(), it, "parameters behind a URL");
        } else {
            String app = url.group(2) == null ? "[app]" : url.group(2);
            String stream = url.group(3) == null ? "[stream]" : url.group(3);
            to.add(prefix + key, "rtmp://%s/%s/%s".formatted(url.group(1), app, stream));
        }
    }
}
