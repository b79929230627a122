package dev.millrace.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What hooks call, to measure what calling costs a server.
@Command(
        name = "service",
        description = "Says yes to everybody: a service for a server's hooks.",
        footer = {
            "",
            "Answers every request with 0, and says at the end how many there were.",
            "",
            "Example:",
            "  ./millrace bench service --port 8085 --seconds 60 &",
            "  ./millrace serve --set hooks.on_publish=http://127.0.0.1:8085/"
        })
final class ServiceCommand implements Callable<Integer> {
    private static final byte[] YES = "0".getBytes(StandardCharsets.US_ASCII);

    @Spec private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8085",
            description = "Where it listens, on 127.0.0.1; ${DEFAULT-VALUE} by default.")
    private int port;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3600",
            description = "When it ends; ${DEFAULT-VALUE} by default.")
    private double seconds;

    private final LongAdder calls = new LongAdder();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        PrintWriter out = command.commandLine().getOut();
        out.printf("http://127.0.0.1:%d/%n", server.getAddress().getPort());
        out.flush();
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
        server.stop(0);
        out.printf("%d calls%n", calls.sum());
        return 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, YES.length);
            exchange.getResponseBody().write(YES);
            calls.increment();
        }
    }
}
