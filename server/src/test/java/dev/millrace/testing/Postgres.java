package dev.millrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL, which comes in a jar. It is unpacked and started by whoever asks first, and
/// ends with the tests.
///
/// It refuses to run as root; then `setpriv`, a part of every Linux, makes it run as nobody.
public final class Postgres {
    /// Has what must be escaped in a URL.
    public static final String PASSWORD = "p@ss/w:rd%";

    private static final String PASSWORD_IN_URL = "p%40ss%2Fw%3Ard%25";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NOBODY = "65534";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable Postgres running;

    private final int port;

    private Postgres(int port) {
        this.port = port;
    }

    /// The URL of a database of its own, which is empty.
    public static synchronized String freshDatabase() {
        if (running == null) {
            running = start();
        }
        String name = "test" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(running.jdbc(), "postgres", PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://postgres:%s@127.0.0.1:%d/%s"
                .formatted(PASSWORD_IN_URL, running.port, name);
    }

    /// A `jdbc:` URL of the database in the other kind of URL, for looking into it.
    public static String jdbc(String url) {
        return "jdbc:postgresql://" + url.substring(url.indexOf('@') + 1);
    }

    private String jdbc() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    private static Postgres start() {
        try {
            Path home = Files.createTempDirectory("postgres");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            unpack(home);
            Path password = Files.writeString(home.resolve("password"), PASSWORD);
            Path data = Files.createDirectory(home.resolve("data"));
            boolean isRoot = "root".equals(System.getProperty("user.name"));
            if (isRoot) {
                Program.run(PATIENCE, "chown", "-R", NOBODY + ":" + NOBODY, home.toString());
            }
            String initdb = home.resolve("bin/initdb").toString();
            run(isRoot, initdb, "-D", data.toString(), "-U", "postgres", "-E", "UTF8", "--no-sync")
                    .add(List.of("--locale=C", "-A", "scram-sha-256", "--pwfile=" + password))
                    .toTheEnd();
            int port = FreePort.find();
            String postgres = home.resolve("bin/postgres").toString();
            Program server =
                    run(isRoot, postgres, "-D", data.toString(), "-p", String.valueOf(port))
                            .add(List.of("-h", "127.0.0.1", "-c", "unix_socket_directories="))
                            .add(List.of("-c", "fsync=off"))
                            .inBackground();
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            var started = new Postgres(port);
            Waiting.until("PostgreSQL accepts", PATIENCE, () -> started.accepts(server));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts(Program server) {
        if (!server.isAlive()) {
            throw new AssertionError("PostgreSQL ended: " + server.output());
        }
        try (var connection = DriverManager.getConnection(jdbc(), "postgres", PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    /// The programs are in an archive in the jar.
    private static void unpack(Path home) throws IOException {
        Path archive = home.resolve("postgres.txz");
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-linux-" + machine + ".txz";
        try (InputStream in = Postgres.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not among the test's libraries");
            }
            Files.copy(in, archive);
        }
        Program.run(PATIENCE, "tar", "-xJf", archive.toString(), "-C", home.toString());
        Files.delete(archive);
    }

    private static void delete(Path home) {
        Program.run(PATIENCE, "rm", "-rf", home.toString());
    }

    private static Command run(boolean isRoot, String... words) {
        var command = new Command(new ArrayList<>());
        if (isRoot) {
            command.add(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
            command.add(List.of("--clear-groups"));
        }
        return command.add(List.of(words));
    }

    private record Command(List<String> words) {
        Command add(List<String> more) {
            words.addAll(more);
            return this;
        }

        void toTheEnd() {
            Program.run(PATIENCE, words.toArray(String[]::new));
        }

        Program inBackground() {
            return Program.start(Map.of(), words);
        }
    }
}
