package dev.millrace.config.convert;

import java.util.ArrayList;
import java.util.List;

/// Who may publish and play in an application of `nginx.conf`: the first line that fits decides.
/// Here, everybody may who is allowed, if anybody is, and who is not denied.
final class NginxAccess {
    private static final String ALL = "all";

    private final Conversion to;
    private final String prefix;

    NginxAccess(Conversion to, String prefix) {
        this.to = to;
        this.prefix = prefix;
    }

    void take(Directive app) {
        take(app, "publish");
        take(app, "play");
    }

    private void take(Directive app, String deed) {
        var allowed = new ArrayList<String>();
        var denied = new ArrayList<String>();
        boolean closed = false;
        for (Directive it : app.block()) {
            if (closed || !isAbout(it, deed)) {
                continue;
            }
            boolean allows = it.name().equals("allow");
            String where = it.words().getLast();
            closed = where.equals(ALL);
            if (closed && !allows) {
                to.set(key(deed, "allow"), allowed.isEmpty() ? "none" : String.join(", ", allowed));
            } else if (!closed) {
                (allows ? allowed : denied).add(where);
                if (!allows && !allowed.isEmpty()) {
                    to.none(
                            it.line(),
                            it,
                            "who is denied is denied, also where a line above allows it");
                }
            }
        }
        if (!denied.isEmpty()) {
            to.set(key(deed, "deny"), String.join(", ", denied));
        }
    }

    /// `allow publish 10.0.0.0/8`, or of both without a deed.
    private static boolean isAbout(Directive it, String deed) {
        boolean isRule = it.name().equals("allow") || it.name().equals("deny");
        List<String> words = it.words();
        boolean isOfBoth = words.size() == 1;
        return isRule && (isOfBoth || (words.size() == 2 && words.getFirst().equals(deed)));
    }

    private String key(String deed, String what) {
        return "%saccess.%s_%s".formatted(prefix, deed, what);
    }
}
