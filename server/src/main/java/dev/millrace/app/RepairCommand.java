package dev.millrace.app;

import dev.millrace.app.log.Logging;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.config.ControlConfig;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.control.upkeep.Repair;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Mends what does not fit between the catalogue and the object store.
@Command(
        name = "repair",
        description = "Compares the catalogue with the object store, and mends both.",
        footer = {
            "",
            "Objects that no segment names are deleted, unless they are younger than an hour;",
            "segments whose object is gone are marked as lost. It may run beside control nodes,",
            "while they record.",
            "",
            "What is compared is what control.catalogue and control.objects say, in the file or in",
            "MILLRACE_CONTROL_CATALOGUE and MILLRACE_CONTROL_OBJECTS, unless an option says else.",
            "",
            "The keys of a bucket are taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or",
            "from where Amazon's programs look for them.",
            "",
            "Examples:",
            "  ./millrace control repair --dry-run",
            "  ./millrace control repair --catalogue postgresql://user:password@host/millrace \\",
            "      --objects 's3://bucket/prefix?region=eu-central-1'"
        })
final class RepairCommand implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; ./millrace.yaml if it is there.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--catalogue",
            paramLabel = "PLACE",
            description = "An SQLite file or postgresql://…; control.catalogue by default.")
    private Optional<String> catalogue = Optional.empty();

    @Option(
            names = "--objects",
            paramLabel = "PLACE",
            description = "A folder or s3://…; control.objects by default.")
    private Optional<String> objects = Optional.empty();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean isDry;

    @Option(
            names = "--may-be-empty",
            description = "Go on if the catalogue knows of no segment: all objects are deleted.")
    private boolean mayBeEmpty;

    @Override
    public Integer call() {
        try {
            Config config = load();
            Logging.configure(config.log());
            return repair(config.control(), config.data().folder().orElseGet(DataFolder::usual));
        } catch (ConfigException e) {
            e.problems().forEach(this::complain);
            return ExitCode.USAGE;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (CatalogueException | IOException e) {
            complain("millrace: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private Config load() throws ConfigException {
        return new ConfigLoader().fileOrUsual(file).environment(System.getenv()).load();
    }

    private int repair(ControlConfig config, Path folder) throws IOException {
        String catalogueAt = catalogue.or(config::catalogue).orElse("");
        String objectsAt = objects.or(config::objects).orElse("");
        try (Catalogue known = Catalogues.open(catalogueAt, folder);
                ObjectStore stored = ObjectStores.open(objectsAt, folder, Optional.empty())) {
            say("comparing %s with %s".formatted(known, stored.describe()));
            if (!isDry && !mayBeEmpty && wouldDeleteAll(known, stored)) {
                complain(
                        "%s knows of no segment, so that all of %s would be deleted; nothing was."
                                        .formatted(known, stored.describe())
                                + " If it is not the catalogue of these objects, name that one with"
                                + " --catalogue; if it is, add --may-be-empty");
                return ExitCode.USAGE;
            }
            var repair = new Repair(known, stored, InstantSource.system(), isDry, this::say);
            say(repair.run().toString());
            return ExitCode.OK;
        }
    }

    /// The usual reason is not that nothing was ever recorded, but that it is another catalogue.
    private static boolean wouldDeleteAll(Catalogue known, ObjectStore stored) throws IOException {
        return known.stored(Optional.empty(), 1).isEmpty()
                && !stored.list(Optional.empty(), 1).isEmpty();
    }

    private void say(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void complain(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
