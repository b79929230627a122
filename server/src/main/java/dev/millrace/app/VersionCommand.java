package dev.millrace.app;

import picocli.CommandLine.Command;

/// The same as `--version`, for those who look among the commands.
@Command(
        name = "version",
        description = "Prints the version of Millrace, of Java and of the system.")
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        System.out.println(String.join("", new Version().getVersion()));
    }
}
