package dev.millrace.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. Exit codes: 0 everything asked for was had, 1 something failed, 2 asked for
/// something that does not exist.
@Command(
        name = "./millrace bench",
        description = "Puts load on a live-media server, Millrace or another, and measures it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "millrace bench (Java ${java.version}, ${os.name} ${os.arch})",
        scope = ScopeType.INHERIT,
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./millrace bench players --url rtmp://127.0.0.1/live/s --publish --count 100",
            "  ./millrace bench publishers --url rtmp://127.0.0.1/live/cam[i] --count 50",
            "  ./millrace bench hls --url http://127.0.0.1:8080/live/demo.m3u8 --count 200",
            "  ./millrace bench soak --url rtmp://127.0.0.1/live/soak[i] --streams 10 --count 500",
            "  ./millrace bench micro ChunkReader",
            "",
            "The exit code is 1 when a connection failed or was dropped.",
            "docs/performance.md says how to measure so that the figures mean something."
        },
        subcommands = {
            PlayersCommand.class,
            PublishersCommand.class,
            HlsCommand.class,
            CamerasCommand.class,
            SoakCommand.class,
            FloorCommand.class,
            ServiceCommand.class,
            MicroCommand.class,
            HelpCommand.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(execute(commandLine(), arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Bench::explain)
                .setExecutionExceptionHandler(Bench::admit);
    }

    /// Runs a command to its end, and returns its exit code.
    static int execute(CommandLine line, String... arguments) {
        return line.execute(arguments.length == 0 ? new String[] {"help"} : arguments);
    }

    /// One line that says what is wrong, one that says where to read on.
    private static int explain(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("millrace: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /// What the world would not do, in one line; what we did wrong ourselves, with all there is.
    private static int admit(Exception e, CommandLine command, ParseResult arguments)
            throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        command.getErr().println("millrace: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
