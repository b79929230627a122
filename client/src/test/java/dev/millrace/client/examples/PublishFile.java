package dev.millrace.client.examples;

import dev.millrace.client.FlvFileReader;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.RtmpPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Publishes a file as if it happened now.
final class PublishFile {
    private PublishFile() {}

    static void publish(Path file, String url) throws IOException, InterruptedException {
        try (var film = new FlvFileReader(file);
                var publisher = RtmpPublisher.connect(url)) {
            long startNs = System.nanoTime();
            while (true) {
                switch (film.next()) {
                    case MediaEvent.Configured(var codec) -> publisher.configure(codec);
                    case MediaEvent.Media(var frame) -> {
                        long dueNs = startNs + frame.header().dtsUs() * 1000;
                        TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
                        publisher.send(frame);
                    }
                    case MediaEvent.Data(var message) -> publisher.send(message);
                    case MediaEvent.Notice(var text) -> System.err.println(text);
                    case MediaEvent.Ended _ -> {
                        return;
                    }
                }
            }
        }
    }
}
