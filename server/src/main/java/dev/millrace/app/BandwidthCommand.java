package dev.millrace.app;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.bandwidth.Bandwidth;
import dev.millrace.client.bandwidth.BandwidthReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures the line to a server.
@Command(
        name = "bandwidth",
        description = "Measures how fast the line to a server is, both ways.",
        footer = {
            "",
            "The server may want a key (bandwidth.key), or the token of its administrators.",
            "Over RTMP it wants the key, and may be any that has the bandwidth check of SRS.",
            "",
            "Examples:",
            "  ./millrace bandwidth http://localhost:8080",
            "  ./millrace bandwidth --seconds 10 https://live.example.org?key=KEY",
            "  ./millrace bandwidth http://admin:TOKEN@live.example.org:8080",
            "  ./millrace bandwidth rtmp://live.example.org/app?key=KEY"
        })
final class BandwidthCommand implements Callable<Integer> {
    /// What a server agrees to, less the second that it waits for the last byte.
    private static final int SECONDS_MAX = 9;

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "Of the server, with http, https, rtmp or rtmps.")
    private String url = "";

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "How long each way; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > SECONDS_MAX) {
            throw new ParameterException(
                    command.commandLine(),
                    "--seconds is %d; it must be from 1 to %d".formatted(seconds, SECONDS_MAX));
        }
        try {
            BandwidthReport report =
                    Bandwidth.measure(url, Duration.ofSeconds(seconds), ClientOptions.DEFAULT);
            PrintWriter out = command.commandLine().getOut();
            out.print(json ? json(report) : text(report));
            out.flush();
            return ExitCode.OK;
        } catch (MalformedURLException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            PrintWriter err = command.commandLine().getErr();
            err.printf("millrace: cannot measure the line to %s: %s%n", shown(), reason(e));
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }

    private static String text(BandwidthReport report) {
        String place = report.redirectedTo().map("at    %s%n"::formatted).orElse("");
        return place + line("down", report.down()) + line("up", report.up());
    }

    private static String line(String way, BandwidthReport.Direction direction) {
        return String.format(
                Locale.ROOT,
                "%-4s  %8.2f Mbit/s  %.1f MB in %.1f s%n",
                way,
                direction.bitsPerSecond() / 1e6,
                direction.bytes() / 1e6,
                direction.time().toNanos() / 1e9);
    }

    private static String json(BandwidthReport report) {
        String place = report.redirectedTo().map(",\"redirectedTo\":\"%s\""::formatted).orElse("");
        return "{\"down\":%s,\"up\":%s%s}\n"
                .formatted(json(report.down()), json(report.up()), place);
    }

    private static String json(BandwidthReport.Direction direction) {
        return String.format(
                Locale.ROOT,
                "{\"bytes\":%d,\"seconds\":%.3f,\"bitrate\":%d}",
                direction.bytes(),
                direction.time().toNanos() / 1e9,
                direction.bitsPerSecond());
    }

    /// The URL without what may be secret in it.
    private String shown() {
        return url.replaceFirst("://[^/?#\\s]*@", "://").replaceFirst("[?#].*$", "");
    }

    private static String reason(IOException e) {
        return e instanceof UnknownHostException
                ? "there is no such host"
                : String.valueOf(e.getMessage());
    }
}
