package dev.millrace.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the micro-benchmarks.
@Command(
        name = "micro",
        description = "Runs micro-benchmarks of the hot paths, with JMH.",
        footer = {
            "",
            "Examples:",
            "  ./millrace bench micro                      all of them",
            "  ./millrace bench micro 'Chunk.*'            those whose names match",
            "  ./millrace bench micro --profiler gc Amf    and what they allocate"
        })
final class MicroCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "REGEX",
            arity = "0..1",
            defaultValue = ".*",
            description = "Which benchmarks; all of them by default.")
    private String regex = "";

    @Option(
            names = "--profiler",
            paramLabel = "NAME",
            defaultValue = "",
            description = "A profiler of JMH, such as gc or stack.")
    private String profiler = "";

    @Override
    public Integer call() throws IOException {
        var options = new OptionsBuilder().include(regex);
        if (!profiler.isEmpty()) {
            options.addProfiler(profiler);
        }
        try {
            new Runner(options.build()).run();
            return ExitCode.OK;
        } catch (RunnerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
