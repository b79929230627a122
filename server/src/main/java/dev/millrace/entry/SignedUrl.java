package dev.millrace.entry;

import dev.millrace.hook.Signature;
import dev.millrace.media.ChannelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/// URLs that say until when they are good, and prove it: `?expires=1790000000&sign=…`, where `sign`
/// is [Signature] of `play live/camera 1790000000`, or of `publish …`.
public final class SignedUrl {
    private static final String EXPIRES = "expires";
    private static final String SIGN = "sign";

    /// Whether a URL is good.
    enum Check {
        GOOD,
        UNSIGNED,
        EXPIRED,

        /// Whoever made it does not know the key.
        FORGED
    }

    private SignedUrl() {}

    /// The parameters of a URL that is good until then.
    public static String query(String key, Visit.Deed deed, ChannelName channel, Instant expires) {
        String time = Long.toString(expires.getEpochSecond());
        return "%s=%s&%s=%s".formatted(EXPIRES, time, SIGN, sign(key, deed, channel, time));
    }

    static Check check(String key, Visit visit, Instant now) {
        String query = visit.way().query();
        String expires = Query.parameter(EXPIRES, query);
        String sign = Query.parameter(SIGN, query);
        if (expires.isEmpty() || sign.isEmpty()) {
            return Check.UNSIGNED;
        }
        String right = sign(key, visit.deed(), visit.channel(), expires);
        if (!isSame(right, sign)) {
            return Check.FORGED;
        }
        return expires.matches("[0-9]{1,18}") && now.getEpochSecond() <= Long.parseLong(expires)
                ? Check.GOOD
                : Check.EXPIRED;
    }

    private static String sign(String key, Visit.Deed deed, ChannelName channel, String expires) {
        String text = "%s %s %s".formatted(deed, channel, expires);
        return Signature.of(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /// In a time that says nothing of where they differ.
    private static boolean isSame(String right, String shown) {
        return MessageDigest.isEqual(
                right.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
