package dev.millrace.client.examples;

import dev.millrace.client.RawTrack;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.ts.RawReader;
import java.io.IOException;
import java.util.List;

/// Publishes what encoders have made.
final class PublishRaw {
    private PublishRaw() {}

    static void publish(List<byte[]> pictures, List<byte[]> sounds, String url) throws IOException {
        try (var publisher = RtmpPublisher.connect(url)) {
            var video = new RawTrack(RawReader.Format.H264, publisher); // with start codes
            var audio = new RawTrack(RawReader.Format.AAC, publisher); // with ADTS headers
            for (int i = 0; i < pictures.size(); i++) {
                video.write(pictures.get(i), i * 40_000L);
                audio.write(sounds.get(i), i * 40_000L);
            }
        }
    }
}
