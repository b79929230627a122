package dev.millrace.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// Which Millrace this is.
public final class Version implements IVersionProvider {
    /// As in the manifest of the jar; `development` when run from class files.
    public static final String NAME =
            Objects.requireNonNullElse(
                    Version.class.getPackage().getImplementationVersion(), "development");

    /// One line with what a bug report needs.
    @Override
    public String[] getVersion() {
        return new String[] {
            "millrace %s (Java %s, %s %s)"
                    .formatted(
                            NAME,
                            System.getProperty("java.version"),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }
}
