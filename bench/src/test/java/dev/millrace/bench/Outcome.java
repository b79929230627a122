package dev.millrace.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// What a command said, and how it ended.
record Outcome(int exitCode, String out, String err) {
    static Outcome of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exitCode = Bench.execute(line, arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
