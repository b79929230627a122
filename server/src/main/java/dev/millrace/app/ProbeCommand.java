package dev.millrace.app;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.RtspTransport;
import dev.millrace.client.probe.Probe;
import dev.millrace.client.probe.ProbeJson;
import dev.millrace.client.probe.ProbeReport;
import dev.millrace.client.probe.ProbeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Plays a stream for a while and says what it carries and how it arrives.
@Command(
        name = "probe",
        description = "Plays a stream, and prints what it carries and how steadily it arrives.",
        footer = {
            "",
            "Plays rtmp, rtmps, rtsp, rtspu (RTSP over UDP), rtsps, http and https: HLS if the",
            "path ends in .m3u8, MPEG-TS if it ends in .ts, else FLV. A file is taken for FLV.",
            "Exits with 1 if no frame came.",
            "",
            "Examples:",
            "  ./millrace probe rtmp://localhost/live/cam",
            "  ./millrace probe rtsp://user:password@camera/stream1",
            "  ./millrace probe --seconds 60 --json http://localhost:8080/live/cam.m3u8"
        })
final class ProbeCommand implements Callable<Integer> {
    private static final int SECONDS_MAX = 24 * 60 * 60;

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "What to play.")
    private String url = "";

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "How long; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "15",
            description = "How long to wait for a silent server; ${DEFAULT-VALUE} by default.")
    private int timeoutSeconds;

    @Option(
            names = "--udp",
            description = "Take packets of RTSP over UDP, not over the connection itself.")
    private boolean udp;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        Duration duration = secondsOf("--seconds", seconds);
        Duration timeout = secondsOf("--timeout", timeoutSeconds);
        var options =
                ClientOptions.DEFAULT
                        .withReadTimeout(timeout)
                        .withRtspTransport(udp ? RtspTransport.UDP : RtspTransport.TCP);
        try {
            ProbeReport report = Probe.run(url, duration, options);
            String text = json ? ProbeJson.write(report) + "\n" : ProbeText.write(report);
            print(command.commandLine().getOut(), text);
            return report.firstFrameMs().isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (MalformedURLException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            String line = "millrace: cannot play %s: %s\n".formatted(shown(), reason(e));
            print(command.commandLine().getErr(), line);
            return ExitCode.SOFTWARE;
        }
    }

    /// The URL without a user name and a password.
    private String shown() {
        return url.replaceFirst("://[^/?#\\s]*@", "://");
    }

    private static void print(PrintWriter out, String text) {
        out.print(text);
        out.flush();
    }

    private Duration secondsOf(String option, int value) {
        if (value < 1 || value > SECONDS_MAX) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s is %d; it must be from 1 to %d".formatted(option, value, SECONDS_MAX));
        }
        return Duration.ofSeconds(value);
    }

    /// Some of Java's own exceptions say only what they are about.
    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException _ -> "there is no such host";
            case NoSuchFileException _ -> "there is no such file";
            default -> String.valueOf(e.getMessage());
        };
    }
}
