package dev.millrace.bench;

import dev.millrace.bench.publish.Clip;
import dev.millrace.bench.publish.FlvClip;
import dev.millrace.bench.publish.TestCardClip;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What publishers publish.
final class SourceOptions {
    @Option(
            names = "--file",
            paramLabel = "FLV",
            description = "Publish this file again and again, instead of the test card.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--bitrate",
            paramLabel = "RATE",
            defaultValue = "500k",
            converter = BitRateConverter.class,
            description =
                    "Bits of video per second of the test card, such as 500k or 2M;"
                            + " ${DEFAULT-VALUE} by default.")
    private int videoBitsPerSecond;

    /// What to publish.
    ///
    /// @throws ProtocolException if the file is no FLV that can be published
    Clip clip() throws IOException, ProtocolException {
        return file.isPresent()
                ? FlvClip.make(Files.readAllBytes(file.get()))
                : TestCardClip.make(videoBitsPerSecond);
    }
}
