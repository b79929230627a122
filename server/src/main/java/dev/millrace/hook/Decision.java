package dev.millrace.hook;

import java.net.URI;

/// What a service says of somebody who wants something.
public sealed interface Decision {
    /// The one that most get.
    Decision ALLOWED = new Allowed();

    /// It may.
    record Allowed() implements Decision {}

    /// It is allowed, under another name.
    ///
    /// @param stream `stream`, or `app/stream`
    record Renamed(String stream) implements Decision {}

    /// It is to go elsewhere.
    ///
    /// @param place a URL; where it has no path, the same that was asked for is there
    record Redirected(URI place) implements Decision {}

    /// It may not.
    ///
    /// @param why for people
    record Refused(String why) implements Decision {}

    /// Whoever it is has to say who it is.
    record LoginNeeded(String why) implements Decision {}

    /// Nobody has said anything, and that is no yes.
    record NoAnswer(String why) implements Decision {}
}
