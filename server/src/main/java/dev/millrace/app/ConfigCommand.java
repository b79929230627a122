package dev.millrace.app;

import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.config.change.Change;
import dev.millrace.config.change.ConfigDiff;
import dev.millrace.config.change.ConfigText;
import dev.millrace.config.change.Effect;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Looks at configurations, without a server or beside one that runs.
@Command(
        name = "config",
        description = "Checks, shows and compares configurations.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ./millrace config check millrace.yaml",
            "  ./millrace config show",
            "  ./millrace config diff old.yaml new.yaml",
            "  ./millrace config diff new.yaml --server http://localhost:8080"
        })
final class ConfigCommand {
    private static final int DIFFERENT = 3;
    private static final String USUAL_SERVER = "http://127.0.0.1:8080";

    @Spec private CommandSpec command = CommandSpec.create();

    /// What is right, exit code 0; or what is wrong with it, a line each, exit code 1.
    @Command(
            name = "check",
            description = "Says what is wrong with a file, every mistake with its line.")
    int check(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "./millrace.yaml if none is named.")
                    Optional<Path> file) {
        Optional<Path> found = ConfigLoader.usual(file);
        if (found.isEmpty()) {
            err().println("there is no millrace.yaml here; name a file");
            return ExitCode.USAGE;
        }
        Optional<Config> config = load(new ConfigLoader().file(found.get()));
        config.ifPresent(it ->
                out().printf(
                                "%s is right: %d settings%n",
                                found.get(), it.written().settings().size()));
        return config.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    @Command(
            name = "show",
            description = "Shows every setting, and where it is written: file, environment, flag.")
    int show(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "./millrace.yaml if none is named.")
                    Optional<Path> file,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = "As of serve.")
                    List<String> assignments) {
        var loader = new ConfigLoader().fileOrUsual(file).environment(System.getenv());
        Optional.ofNullable(assignments)
                .orElse(List.of())
                .forEach(it -> loader.assignment(it, "--set"));
        Optional<Config> config = load(loader);
        config.map(ConfigText::lines).orElse(List.of()).forEach(out()::println);
        return config.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    @Command(
            name = "diff",
            description =
                    "Says what is different between two files, or between a file and a server.",
            footer = {
                "",
                "Exit code 0: nothing is different; 3: something is; 1: it cannot be said.",
                "The token is taken from MILLRACE_ADMIN_TOKEN, if the server wants one."
            })
    int diff(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "1..2",
                            description = "One, or an older and a newer.")
                    List<Path> files,
            @Option(
                            names = "--server",
                            paramLabel = "URL",
                            description =
                                    "What to compare one file with; "
                                            + USUAL_SERVER
                                            + " by default.")
                    Optional<URI> server) {
        if (files.size() == 2) {
            return between(files.getFirst(), files.getLast());
        }
        try {
            var running = new RunningConfig(server.orElse(URI.create(USUAL_SERVER)));
            List<String> lines = running.plan(files.getFirst());
            lines.forEach(out()::println);
            return lines.isEmpty() ? ExitCode.OK : DIFFERENT;
        } catch (IOException e) {
            err().println(e.getMessage());
            return ExitCode.SOFTWARE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.SOFTWARE;
        }
    }

    private int between(Path before, Path after) {
        Optional<Config> old = load(new ConfigLoader().file(before));
        Optional<Config> fresh = load(new ConfigLoader().file(after));
        if (old.isEmpty() || fresh.isEmpty()) {
            return ExitCode.SOFTWARE;
        }
        List<Change> changes = ConfigDiff.between(old.get(), fresh.get());
        changes.forEach(out()::println);
        if (changes.stream().anyMatch(it -> it.effect() == Effect.RESTART)) {
            out().println("What says restart cannot be changed while a server runs.");
        }
        return changes.isEmpty() ? ExitCode.OK : DIFFERENT;
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }

    /// Empty if something is wrong, which is said.
    private Optional<Config> load(ConfigLoader loader) {
        try {
            return Optional.of(loader.load());
        } catch (ConfigException e) {
            new ArrayList<>(e.problems()).forEach(err()::println);
            return Optional.empty();
        }
    }
}
