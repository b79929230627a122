package dev.millrace.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. Exit codes: 0 done, 1 failed, 2 asked for something that does not exist.
@Command(
        name = "./millrace",
        description = "A live-media server: takes RTMP, gives RTMP, HTTP-FLV, HTTP-TS and HLS.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        commandListHeading = "%nCommands:%n",
        footer = {
            "  bench    Puts load on a server and measures it. It is a program of its own.",
            "  package  Makes a folder, and a .deb, that run without Java installed.",
            "",
            "Examples:",
            "  ./millrace serve                 RTMP on port 1935, HTTP on port 8080",
            "  ./millrace serve --demo          and a test picture in live/demo",
            "  ffmpeg -re -i film.mp4 -c copy -f flv rtmp://localhost/live/cam",
            "  ffplay rtmp://localhost/live/cam",
            "  ffplay http://localhost:8080/live/cam.m3u8",
            "  ./millrace probe rtmp://localhost/live/cam",
            "",
            "./millrace help COMMAND says more about a command."
        },
        subcommands = {
            ServeCommand.class,
            ProbeCommand.class,
            BandwidthCommand.class,
            ConfigCommand.class,
            ImportCommand.class,
            ControlCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Millrace {
    /// How many references of 4 bytes fit into 64. Unless it is told, Jetty asks Java for their
    /// size by way of JMX, which takes 500 classes and 4 MB.
    private static final String JETTY_CACHE_LINE = "org.eclipse.jetty.util.referencesPerCacheLine";

    private Millrace() {}

    public static void main(String[] arguments) throws InterruptedException {
        // What is said here is English, and so are its digits.
        Locale.setDefault(Locale.ROOT);
        System.setProperty(JETTY_CACHE_LINE, "16");
        Optional<ServeCommand> serve = ServeCommand.plain(arguments);
        System.exit(serve.isPresent() ? serve.get().call() : execute(commandLine(), arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Millrace())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Millrace::explain);
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
}
