package dev.millrace.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the server keeps what must outlive it, if nobody says where. XDG Base Directory
/// Specification 0.8; systemd.exec(5), `StateDirectory`.
final class DataFolder {
    private DataFolder() {}

    static Path usual() {
        return usual(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path usual(Map<String, String> environment, Path home) {
        return set(environment, "STATE_DIRECTORY")
                .map(folder -> Path.of(folder.replaceFirst(":.*", "")))
                .orElseGet(() ->
                        set(environment, "XDG_STATE_HOME")
                                .map(Path::of)
                                .orElseGet(() -> home.resolve(".local/state"))
                                .resolve("millrace"));
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(it -> it.startsWith("/"));
    }
}
