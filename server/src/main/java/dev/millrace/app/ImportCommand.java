package dev.millrace.app;

import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.config.convert.BadFileException;
import dev.millrace.config.convert.Conversion;
import dev.millrace.config.convert.Import;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the configuration of another server in our words.
@Command(
        name = "import",
        description = "Converts the configuration of SRS, nginx-rtmp, MediaMTX or VTX Link.",
        footer = {
            "",
            "Ours is printed, with all that has no equivalent at its end. That is also said on",
            "standard error, each with its line and the reason.",
            "",
            "Examples:",
            "  ./millrace import srs.conf >millrace.yaml",
            "  ./millrace import /etc/nginx/nginx.conf",
            "  ./millrace import mediamtx.yml"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description = "srs.conf, nginx.conf with an rtmp block, mediamtx.yml or vtx-link.yaml.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            Conversion conversion = Import.of(file);
            String yaml = conversion.yaml();
            PrintWriter out = command.commandLine().getOut();
            out.print(yaml);
            out.flush();
            conversion.remarks().forEach(it -> err().printf("%s: %s%n", file, it));
            new ConfigLoader().text(yaml, "converted").load();
            return ExitCode.OK;
        } catch (BadFileException e) {
            err().printf("%s: %s%n", file, e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            err().printf("%s cannot be read: %s%n", file, e);
            return ExitCode.USAGE;
        } catch (ConfigException e) {
            err().println("Put this right by hand:");
            e.problems().forEach(err()::println);
            return ExitCode.SOFTWARE;
        }
    }

    private PrintWriter err() {
        return command.commandLine().getErr();
    }
}
