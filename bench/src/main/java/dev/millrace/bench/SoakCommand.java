package dev.millrace.bench;

import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.soak.Soak;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets viewers come and go, publishers fail and strangers misbehave, for as long as one likes.
@Command(
        name = "soak",
        description = "Hours of coming, going and faults; and whether anyone lost anything.",
        footer = {
            "",
            "Viewers of RTMP, HTTP-FLV and HLS stay for 5 to 60 seconds; another one comes for",
            "each that goes. Publishers leave, are cut off, pause, and their clocks jump. Somebody",
            "sends noise, half a handshake, or a request that never ends, every second.",
            "",
            "The exit code is 1 when a viewer was turned away, dropped, or missed pictures that",
            "had been sent, or files stayed open. With --pid the report shows memory, threads and",
            "open files once a minute.",
            "",
            "Examples:",
            "  ./millrace bench soak --url rtmp://127.0.0.1/live/soak[i] --streams 10 --count 500"
                    + " --seconds 7200 --pid 4711"
        })
final class SoakCommand implements Callable<Integer> {
    @Mixin private RunOptions run = new RunOptions();
    @Mixin private SourceOptions source = new SourceOptions();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the same streams are over HTTP; ${DEFAULT-VALUE} by default.")
    private int httpPort;

    @Override
    public Integer call() throws IOException {
        UrlTemplate urls = run.publisherUrls();
        var http = new UrlTemplate(httpUrl(urls.pattern(), httpPort), urls.streams());
        try (var soak = new Soak(urls, http, source.clip(), run.pids())) {
            return run.run(soak, soak::report);
        } catch (ProtocolException e) {
            throw run.wrong(e.getMessage());
        }
    }

    /// Where what is published at this URL is over HTTP, without the format's ending.
    static String httpUrl(String rtmpUrl, int port) {
        return rtmpUrl.replaceFirst(
                "^rtmp://(\\[[^/]+]|[^/:]+)(:\\d+)?/", "http://$1:" + port + "/");
    }
}
