package dev.millrace.client.examples;

import dev.millrace.client.RtmpPublisher;
import dev.millrace.media.Frame;
import dev.millrace.testcard.ClockMarker;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.io.IOException;

/// Publishes some frames of the test card, marked so that a probe can measure latency.
final class PublishTestCard {
    private PublishTestCard() {}

    static void publish(String url, int frames) throws IOException {
        var card = new TestCard(TestCardSettings.DEFAULT, 0);
        try (var publisher = RtmpPublisher.connect(url)) {
            publisher.configure(card.videoConfig());
            if (card.audioConfig().isPresent()) {
                publisher.configure(card.audioConfig().get());
            }
            for (int i = 0; i < frames; i++) {
                Frame frame = card.next();
                ClockMarker.write(frame.payload(), System.nanoTime());
                publisher.send(frame);
            }
        }
    }
}
