package dev.millrace.bench.measure;

/// What came of a run: for people [#text], for programs the record itself, as JSON.
public interface Report {
    /// Whether everything asked for was had; decides the exit code.
    boolean isGood();

    String text();
}
