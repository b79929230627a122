package dev.millrace.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A network beside that of this machine, as another machine is in, with two lines to it: one for
/// what is near, and one that can be broken so that packets are lost and no connection is closed.
/// Only root may make one; a test without it is skipped, and says so.
public final class OtherNetwork implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// No other process makes one of this name, and none of these addresses.
    private static final long PID = ProcessHandle.current().pid();

    private static final String NAME = "millrace" + PID;
    private static final String NEAR = "mrn" + PID;
    private static final String FAR = "mrf" + PID;
    private static final String PREFIX = "10.%d.%d.".formatted(64 + PID / 256 % 128, PID % 256);

    private OtherNetwork() {}

    /// Makes it, or skips the test.
    public static OtherNetwork open() {
        try (var made = Program.start("ip", "netns", "add", NAME)) {
            boolean may = made.await(PATIENCE) == 0;
            Assumptions.assumeTrue(
                    may, () -> "SKIPPED: a network of its own needs root: " + made.output());
        }
        var network = new OtherNetwork();
        inside("ip", "link", "set", "lo", "up");
        network.line(NEAR, 0);
        network.line(FAR, 4);
        return network;
    }

    private void line(String name, int from) {
        String there = name + "t";
        run("ip", "link", "add", name, "type", "veth", "peer", "name", there, "netns", NAME);
        run("ip", "addr", "add", PREFIX + (from + 1) + "/30", "dev", name);
        run("ip", "link", "set", name, "up");
        inside("ip", "addr", "add", PREFIX + (from + 2) + "/30", "dev", there);
        inside("ip", "link", "set", there, "up");
    }

    private static void run(String... command) {
        Program.run(PATIENCE, command);
    }

    private static void inside(String... command) {
        run(command(List.of(command)).toArray(String[]::new));
    }

    /// A command that runs there.
    public static List<String> command(List<String> words) {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", NAME));
        command.addAll(words);
        return command;
    }

    /// Where somebody there is found from here.
    public String there() {
        return PREFIX + 2;
    }

    /// Where we are found from there, over the line that breaks.
    public String here() {
        return PREFIX + 5;
    }

    /// Everything that goes over the line is lost.
    public void lose() {
        run("ip", "link", "set", FAR, "down");
    }

    /// Nothing is.
    public void mend() {
        run("ip", "link", "set", FAR, "up");
    }

    @Override
    public void close() {
        run("ip", "netns", "del", NAME);
    }
}
