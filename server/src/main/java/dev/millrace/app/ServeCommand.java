package dev.millrace.app;

import dev.millrace.app.log.Logging;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.machine.ServiceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// Reads the settings and runs the server until it is told to stop.
@Command(
        name = "serve",
        description = "Runs the server until it is told to stop (Ctrl-C or SIGTERM).",
        footer = {
            "",
            "--profile tiny is for machines with little memory: Java is started with a small",
            "heap and one compiler, and channels keep less (docs/small-devices.md).",
            "",
            "Settings come from the file, then from variables such as MILLRACE_HTTP_LISTEN, then",
            "from --set, then from --rtmp and --http; the later wins. docs/configuration.md lists",
            "them. MILLRACE_JAVA_OPTS is handed to Java. SIGHUP has the file read again.",
            "",
            "Examples:",
            "  ./millrace serve --http :80",
            "  ./millrace serve --profile tiny",
            "  ./millrace serve --set delivery.latency=low --set rtmp.publish_policy=takeover",
            "  MILLRACE_JAVA_OPTS=-Xmx512m ./millrace serve --config /etc/millrace.yaml"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; ./millrace.yaml if it is there.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--rtmp",
            paramLabel = "HOST:PORT",
            description = "Where RTMP is accepted; 0.0.0.0:1935 by default.")
    private Optional<String> rtmp = Optional.empty();

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where HTTP is accepted; 0.0.0.0:8080 by default.")
    private Optional<String> http = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting, such as hls.segment=4s; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What machine it is for: default or tiny.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--demo",
            description = "Also publish a moving test picture with a tone to live/demo.")
    private boolean demo;

    /// The command, if that is what is asked for, in plain words: `serve --http :80 --demo`. Empty
    /// if picocli has to read them, which knows more forms, and explains what is wrong. Where it
    /// can be done without, a server has 5 MB less to keep and starts earlier.
    static Optional<ServeCommand> plain(String... arguments) {
        Iterator<String> words = List.of(arguments).iterator();
        if (!words.hasNext() || !words.next().equals("serve")) {
            return Optional.empty();
        }
        var command = new ServeCommand();
        while (words.hasNext()) {
            if (!command.take(words.next(), words)) {
                return Optional.empty();
            }
        }
        return Optional.of(command);
    }

    /// Takes one option, `--http=:80` or `--http :80`, if it is plain.
    private boolean take(String word, Iterator<String> following) {
        if (word.equals("--demo") && !demo) {
            demo = true;
            return true;
        }
        int equals = word.indexOf('=');
        if (equals < 0 && !following.hasNext()) {
            return false;
        }
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? following.next() : word.substring(equals + 1);
        // Neither the next option nor a file of arguments.
        boolean isPlain = !value.isEmpty() && value.charAt(0) != '-' && value.charAt(0) != '@';
        return isPlain && take(name, value);
    }

    private boolean take(String name, String value) {
        boolean isFirst;
        switch (name) {
            case "--config" -> {
                isFirst = file.isEmpty();
                file = Optional.of(Path.of(value));
            }
            case "--rtmp" -> {
                isFirst = rtmp.isEmpty();
                rtmp = Optional.of(value);
            }
            case "--http" -> {
                isFirst = http.isEmpty();
                http = Optional.of(value);
            }
            case "--profile" -> {
                isFirst = profile.isEmpty();
                profile = Optional.of(value);
            }
            case "--set" -> {
                isFirst = true;
                assignments.add(value);
            }
            default -> isFirst = false;
        }
        return isFirst;
    }

    @Override
    public Integer call() throws InterruptedException {
        String name = profile.orElse(Profile.DEFAULT.toString());
        Optional<Profile> known = Profile.named(name);
        if (known.isEmpty()) {
            System.err.printf(
                    "--profile: there is no profile %s; there are %s%n", name, Profile.names());
            return ExitCode.USAGE;
        }
        return serve(known.get());
    }

    private int serve(Profile known) throws InterruptedException {
        try {
            ConfigSource source = source(known);
            Config config = source.read(Optional.empty()).load();
            Logging.configure(config.log());
            var reload = new CompletableFuture<Reload>();
            // Before the server is up: a signal that nobody takes ends the process. It waits.
            HangUp.on(() -> reload.join().byItself(), () -> System.exit(ExitCode.OK));
            Server server = Server.start(config, source, demo);
            Optional<ServiceManager> manager =
                    ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
            stopOnSignal(server, manager);
            reload.complete(server.reload());
            manager.ifPresent(server::tell);
            server.awaitStop();
            return ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(System.err::println);
            return ExitCode.USAGE;
        } catch (IOException e) {
            System.err.println("millrace: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    /// A server that was told to stop and did has not failed: exit code 0, where the JVM would say
    /// 143.
    private static void stopOnSignal(Server server, Optional<ServiceManager> manager) {
        Runnable stop =
                () -> {
                    manager.ifPresent(ServiceManager::stopping);
                    server.close();
                    Runtime.getRuntime().halt(ExitCode.OK);
                };
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stop));
    }

    /// A file that was there once is missed when it is gone.
    private ConfigSource source(Profile known) {
        Optional<Path> found = ConfigLoader.usual(file);
        return new ConfigSource() {
            @Override
            public Optional<Path> file() {
                return found.or(() -> ConfigLoader.usual(file));
            }

            @Override
            public ConfigLoader read(Optional<String> text) {
                var loader = new ConfigLoader();
                // The first, since they are defaults: all that follows wins over them.
                known.settings().forEach(setting -> loader.assignment(setting, "--profile"));
                if (text.isPresent()) {
                    loader.text(text.get(), "new configuration");
                } else {
                    file().ifPresent(loader::file);
                }
                return addFlags(loader.environment(System.getenv()));
            }
        };
    }

    private ConfigLoader addFlags(ConfigLoader loader) {
        assignments.forEach(assignment -> loader.assignment(assignment, "--set"));
        rtmp.ifPresent(place -> loader.set("rtmp.listen", place, "--rtmp"));
        http.ifPresent(place -> loader.set("http.listen", place, "--http"));
        return loader;
    }
}
