package dev.millrace.e2e;

import dev.millrace.app.Millrace;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server as a process of its own, for what only a process can do: get signals and exit.
public final class ServerProgram implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("(\\w+) listens on 127.0.0.1:(\\d+)");

    private final Program program;

    /// On free ports of the loopback interface, unless the options say otherwise.
    public ServerProgram(String... options) {
        this(List.of(), options);
    }

    /// @param java options of Java itself, such as `-Xmx96m`
    public ServerProgram(List<String> java, String... options) {
        this(Program.start(Map.of(), hearing(command(java, options))));
    }

    /// What nohup has started, or whatever started us, is deaf to SIGHUP, and Java cannot change
    /// that.
    private static List<String> hearing(List<String> command) {
        var hearing = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        hearing.addAll(command);
        return hearing;
    }

    /// What starts it.
    public static List<String> command(List<String> java, String... options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(java);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", Millrace.class.getName(), "serve"));
        command.addAll(List.of("--set", "rtmp.listen=127.0.0.1:0"));
        command.addAll(List.of("--set", "http.listen=127.0.0.1:0"));
        command.addAll(List.of(options));
        return command;
    }

    private ServerProgram(Program program) {
        this.program = program;
    }

    /// One that was started otherwise, on the loopback interface.
    static ServerProgram of(Program program) {
        return new ServerProgram(program);
    }

    public Program program() {
        return program;
    }

    public String rtmp(String channel) {
        return "rtmp://127.0.0.1:%d/%s".formatted(port("rtmp"), channel);
    }

    public String http(String path) {
        return "http://127.0.0.1:%d/%s".formatted(port("http"), path);
    }

    public int port(String protocol) {
        Waiting.until(
                protocol + " listens", () -> findPort(protocol).isPresent() || !program.isAlive());
        return findPort(protocol).orElseThrow(() -> new AssertionError(program.output()));
    }

    private Optional<Integer> findPort(String protocol) {
        Matcher matcher = LISTENS.matcher(program.output());
        while (matcher.find()) {
            if (matcher.group(1).equals(protocol)) {
                return Optional.of(Integer.valueOf(matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        program.close();
    }
}
