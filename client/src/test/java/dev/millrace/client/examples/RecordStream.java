package dev.millrace.client.examples;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.FlvFileWriter;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.RejectedException;
import dev.millrace.client.source.MediaSources;
import java.io.IOException;
import java.nio.file.Path;

/// Records a stream until it ends.
final class RecordStream {
    private RecordStream() {}

    static String record(String url, Path file) throws IOException {
        try (var stream = MediaSources.open(url, ClientOptions.DEFAULT);
                var recording = new FlvFileWriter(file)) {
            while (true) {
                switch (stream.next()) {
                    case MediaEvent.Configured(var codec) -> recording.configure(codec);
                    case MediaEvent.Media(var frame) -> recording.send(frame);
                    case MediaEvent.Data(var message) -> recording.send(message);
                    case MediaEvent.Notice _ -> {}
                    case MediaEvent.Ended(var reason) -> {
                        return reason;
                    }
                }
            }
        } catch (RejectedException e) {
            return switch (e.code()) {
                case "NetStream.Play.StreamNotFound", "404" -> "nobody publishes that";
                default -> "refused: " + e.description();
            };
        }
    }
}
