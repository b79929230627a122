package dev.millrace.bench;

import dev.millrace.bench.hls.HlsViewers;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Opens many HLS viewers and measures whether they would have seen a picture all the time.
@Command(
        name = "hls",
        description = "Opens many viewers of HLS, who poll and fetch as the rules say.",
        footer = {
            "",
            "A viewer begins three target durations before the live edge, asks for the playlist",
            "once a target duration, or after half of one when nothing was new, and fetches each",
            "segment once. It stalls when it has shown all it has. It counts as established with",
            "its first segment, so leave enough time to warm up.",
            "",
            "Examples:",
            "  ./millrace bench hls --url http://127.0.0.1:8080/live/demo.m3u8 --count 500",
            "  ./millrace bench hls --url http://127.0.0.1:8080/live/demo.m3u8 --seconds 60"
        })
final class HlsCommand implements Callable<Integer> {
    @Mixin private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        try (var viewers = new HlsViewers(run.urls())) {
            return run.run(viewers, viewers::report);
        } catch (ProtocolException e) {
            throw run.wrong(e.getMessage());
        }
    }
}
