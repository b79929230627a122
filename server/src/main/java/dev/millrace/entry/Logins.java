package dev.millrace.entry;

import dev.millrace.hook.HookEvent.Login;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a client shows of itself in a protocol that has headers for it.
public final class Logins {
    private Logins() {}

    /// What the header says, else what the URL does.
    ///
    /// @param authorization the value of the header of that name; empty if there is none
    /// @param query the parameters of the URL
    public static Login of(String authorization, String query) {
        String[] words = authorization.strip().split(" +", 2);
        if (words.length == 2 && words[0].equalsIgnoreCase("bearer")) {
            return new Login("", "", words[1]);
        }
        if (words.length == 2 && words[0].equalsIgnoreCase("basic")) {
            return basic(words[1]);
        }
        return Query.login(query);
    }

    /// RFC 7617, 2.
    private static Login basic(String encoded) {
        try {
            byte[] pair = Base64.getDecoder().decode(encoded);
            String[] both = new String(pair, StandardCharsets.UTF_8).split(":", 2);
            return new Login(both[0], both.length < 2 ? "" : both[1], "");
        } catch (IllegalArgumentException e) {
            return Login.NONE;
        }
    }
}
