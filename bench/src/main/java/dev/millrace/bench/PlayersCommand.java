package dev.millrace.bench;

import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.play.Players;
import dev.millrace.bench.publish.BackgroundPublisher;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Opens many players and measures what reaches them, and how late.
@Command(
        name = "players",
        description = "Opens many RTMP or HTTP-FLV players.",
        footer = {
            "",
            "Latency is measured from publisher to player when the stream carries clock markers:",
            "publish it with --publish, or with ./millrace bench publishers, on this machine.",
            "",
            "Examples:",
            "  ./millrace bench players --url rtmp://127.0.0.1/live/s --publish --count 1000",
            "  ./millrace bench players --url http://127.0.0.1:8080/live/s.flv --publish",
            "  ./millrace bench players --url rtmp://127.0.0.1/live/demo --count 300 --pid 4711",
            "  ./millrace bench players --url rtmp://127.0.0.1/live/cam[i] --streams 10 --count 200"
        })
final class PlayersCommand implements Callable<Integer> {
    /// Players were lost: perhaps because the publisher is.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Mixin private RunOptions run = new RunOptions();
    @Mixin private SourceOptions source = new SourceOptions();

    @Option(
            names = "--publish",
            paramLabel = "URL",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Also publish the stream from here: to URL, or to where the players look for"
                            + " it, on RTMP's usual port.")
    private Optional<String> publish = Optional.empty();

    @Override
    public Integer call() throws IOException {
        try (var players = new Players(run.urls())) {
            return publish.isPresent()
                    ? publishAndRun(players, publish.get())
                    : run.run(players, players::report);
        } catch (ProtocolException e) {
            throw run.wrong(e.getMessage());
        }
    }

    private int publishAndRun(Players players, String to) throws IOException, ProtocolException {
        String url = to.isEmpty() ? rtmpUrl(run.url()) : to;
        var urls = new UrlTemplate(url, run.urls().streams());
        try (var publisher = BackgroundPublisher.start(urls, source.clip())) {
            int exitCode = run.run(players, players::report);
            Duration patience = exitCode == 0 ? Duration.ZERO : PATIENCE;
            Optional<String> trouble = publisher.trouble(patience);
            if (trouble.isPresent()) {
                throw new IOException(trouble.get());
            }
            return exitCode;
        }
    }

    /// Where what is played from this URL is published, as servers are usually set up.
    static String rtmpUrl(String url) {
        return url.replaceFirst("^http://(\\[[^/]+]|[^/:]+)(:\\d+)?/", "rtmp://$1/")
                .replaceFirst("\\.flv(\\?.*)?$", "");
    }
}
