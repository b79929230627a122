package dev.millrace.entry;

import dev.millrace.hook.HookEvent.Login;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The parameters of a URL.
public final class Query {
    private Query() {}

    /// What a client knows that has no other place to say it: `?user=…&pass=…`, or `?token=…` or
    /// `?jwt=…`, as MediaMTX has them.
    public static Login login(String query) {
        String token = parameter("token", query);
        return new Login(
                parameter("user", query),
                parameter("pass", query),
                token.isEmpty() ? parameter("jwt", query) : token);
    }

    /// The decoded value of the first parameter of this name; empty if there is none.
    public static String parameter(String name, String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // somebody's percent sign
        }
    }
}
