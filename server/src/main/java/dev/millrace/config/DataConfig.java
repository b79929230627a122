package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.folderPath;
import static dev.millrace.config.key.ValueTypes.optional;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the server keeps over a restart.
///
/// @param folder where; if it is not set, where the system wants such things
public record DataConfig(Optional<Path> folder) {
    static final Key<Optional<Path>> FOLDER =
            new Key<>(
                    "data.folder",
                    optional(folderPath(), "auto"),
                    "auto",
                    "Where the server keeps what it has to know after a restart: relays that were"
                            + " added in the page, and the token. `auto` is the state folder that"
                            + " systemd gives it, else `.local/state/millrace` in the home folder"
                            + " (`XDG_STATE_HOME`).");

    static final List<Key<?>> KEYS = List.of(FOLDER);

    public DataConfig {
        FOLDER.check(folder);
    }

    static DataConfig from(Values values) {
        return new DataConfig(values.get(FOLDER));
    }
}
