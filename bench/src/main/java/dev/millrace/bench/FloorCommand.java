package dev.millrace.bench;

import dev.millrace.bench.floor.Broadcast;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A server that only writes, to measure what no server can do without.
@Command(
        name = "floor",
        description = "Only writes: the least that serving so many viewers can cost.",
        footer = {
            "",
            "Whoever connects gets the same bytes, so often a second, as HTTP-FLV. Give it the",
            "bytes and the writes of the server that it is to be compared with: at 500 kbit/s",
            "these are 20900 bytes 3 times a second, 7837 bytes 8 times, 2508 bytes 25 times.",
            "",
            "Example:",
            "  ./millrace bench floor --bytes 7837 --rate 8 &",
            "  ./millrace bench players --url http://127.0.0.1:7777/s.flv --count 1000 --pid $!"
        })
final class FloorCommand implements Callable<Integer> {
    private static final int MESSAGE_BYTES_MIN = 64;

    @Spec private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7777",
            description = "Where it listens, on 127.0.0.1; ${DEFAULT-VALUE} by default.")
    private int port;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "7837",
            description = "Bytes of each write; ${DEFAULT-VALUE} by default.")
    private int bytes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "8",
            description = "Writes to each connection in a second; ${DEFAULT-VALUE} by default.")
    private double perSecond;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3600",
            description = "When it ends; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        if (bytes < MESSAGE_BYTES_MIN || !(perSecond > 0) || !(seconds > 0)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--bytes must be at least %d, --rate and --seconds more than 0"
                            .formatted(MESSAGE_BYTES_MIN));
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var broadcast = new Broadcast(address, bytes, perSecond)) {
            PrintWriter out = command.commandLine().getOut();
            out.printf("http://127.0.0.1:%d/s.flv%n", broadcast.address().getPort());
            out.flush();
            broadcast.run(seconds);
        }
        return 0;
    }
}
