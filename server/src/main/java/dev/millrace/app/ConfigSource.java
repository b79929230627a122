package dev.millrace.app;

import dev.millrace.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Optional;

/// Where the settings of a server come from, so that they can be read again: a file, and what wins
/// over it or gives way to it.
public interface ConfigSource {
    /// Only what is said.
    ConfigSource NONE =
            new ConfigSource() {
                @Override
                public ConfigLoader read(Optional<String> text) {
                    return new ConfigLoader().text(text.orElse(""), "new configuration");
                }

                @Override
                public Optional<Path> file() {
                    return Optional.empty();
                }
            };

    /// All settings as they are now.
    ///
    /// @param text what to take in place of the file; empty to read the file
    ConfigLoader read(Optional<String> text);

    /// The file, if there is one.
    Optional<Path> file();
}
