package dev.millrace.hook;

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

    /// It may not.
    ///
    /// @param why for people
    record Refused(String why) implements Decision {}

    /// Whoever it is has to say who it is.
    record LoginNeeded(String why) implements Decision {}

    /// Nobody has said anything, and that is no yes.
    record NoAnswer(String why) implements Decision {}
}
