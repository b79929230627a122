package dev.millrace.bench;

import dev.millrace.bench.publish.Publishers;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Opens many publishers and measures whether their server keeps up.
@Command(
        name = "publishers",
        description = "Opens many RTMP publishers, each with a stream of its own.",
        footer = {
            "",
            "Each picture of H.264 carries a clock marker, so that players on this machine know",
            "how old it is. Names are numbered where [i] stands in the URL, else at the end.",
            "",
            "Examples:",
            "  ./millrace bench publishers --url rtmp://127.0.0.1/live/cam[i] --count 50",
            "  ./millrace bench publishers --url rtmp://127.0.0.1/live/s --seconds 600",
            "  ./millrace bench publishers --url rtmp://127.0.0.1/live/s --file film.flv"
        })
final class PublishersCommand implements Callable<Integer> {
    @Mixin private RunOptions run = new RunOptions();
    @Mixin private SourceOptions source = new SourceOptions();

    @Override
    public Integer call() throws IOException {
        try (var publishers = new Publishers(run.publisherUrls(), source.clip())) {
            return run.run(publishers, publishers::report);
        } catch (ProtocolException e) {
            throw run.wrong(e.getMessage());
        }
    }
}
