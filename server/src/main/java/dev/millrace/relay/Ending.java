package dev.millrace.relay;

/// How a run of a relay was over without being asked to.
sealed interface Ending {
    /// For people, without credentials.
    String reason();

    /// The source went in good order, and may come back: whoever published it stopped.
    record Left(String reason) implements Ending {}

    /// The source has nothing more to say: a file, a playlist with an end.
    record Finished(String reason) implements Ending {}

    /// It could not be reached, broke, or made no sense.
    record Fault(String reason) implements Ending {}
}
