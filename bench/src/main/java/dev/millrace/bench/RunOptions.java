package dev.millrace.bench;

import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.LoadRun;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.ProgressLine;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Schedule;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.measure.UsageMeter;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// What can be said of every load, and how it is run and told.
final class RunOptions {
    static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "The stream. [i] in it stands for the number of the connection.")
    private String url = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections; ${DEFAULT-VALUE} by default.")
    private int count;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "How far [i] counts before it begins at 0 again; --count by default.")
    private Optional<Integer> streams = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "400",
            description = "Connections opened in a second; ${DEFAULT-VALUE} by default.")
    private double rate;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "4",
            description =
                    "Seconds that do not count, once all are opened; ${DEFAULT-VALUE} by default.")
    private double warmupSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "The steady window: what is measured; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "A process of the server: its CPU, RSS and PSS during the window; may be"
                            + " repeated.")
    private List<Long> pids = List.of();

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    List<Long> pids() {
        return pids;
    }

    String url() {
        return url;
    }

    /// Where players find their streams.
    UrlTemplate urls() {
        int numbers = url.contains("[i]") ? streams.orElse(schedule().count()) : 1;
        return template(numbers);
    }

    /// Where publishers send theirs: each has its own, unless there are to be fewer.
    UrlTemplate publisherUrls() {
        return template(streams.orElse(schedule().count())).numbered();
    }

    private UrlTemplate template(int numbers) {
        if (numbers < 1) {
            throw wrong("--streams must be at least 1");
        }
        return new UrlTemplate(url, numbers);
    }

    /// Runs a load through its schedule and prints what came of it.
    ///
    /// @return the exit code
    int run(Load load, Function<Measured, Report> toReport) throws IOException {
        var run = new LoadRun(load, schedule(), new UsageMeter(processes()), progress());
        Report report = toReport.apply(run.run());
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? JSON.writeValueAsString(report) : report.text().stripTrailing());
        out.flush();
        return report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /// The answer to options that make no sense.
    ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private Schedule schedule() {
        if (count < 1 || !(rate > 0) || !(warmupSeconds >= 0) || !(seconds > 0)) {
            throw wrong("--count, --rate and --seconds must be more than 0, --warmup at least 0");
        }
        return new Schedule(count, rate, duration(warmupSeconds), duration(seconds));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private List<ProcessHandle> processes() {
        return pids.stream()
                .map(pid ->
                        ProcessHandle.of(pid)
                                .orElseThrow(() -> wrong("there is no process " + pid)))
                .toList();
    }

    private static ProgressLine progress() {
        Optional<Console> console = Optional.ofNullable(System.console());
        return new ProgressLine(System.err, console.filter(Console::isTerminal).isPresent());
    }
}
