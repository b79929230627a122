package dev.millrace.hook;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A service, and how it is called.
///
/// @param form in which words
/// @param timeout how long one call may take, the whole of the answer included
/// @param retryFor how long it is tried to tell what could not be told
/// @param secret what calls are signed with; see [Signature]
/// @param allowsWhenDown whether no answer is as good as a yes
public record Hook(
        URI url,
        HookForm form,
        Duration timeout,
        Duration retryFor,
        Optional<String> secret,
        boolean allowsWhenDown) {
    /// The address for people: a query may have a secret in it.
    public String place() {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    @Override
    public String toString() {
        return place();
    }
}
