package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.client.FlvFileReader;
import dev.millrace.client.MediaEvent;
import dev.millrace.codec.H264Config;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Download;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is published over RTMP, B-frames included, comes out of MPEG-TS bit by bit and at the same
/// times: as one stream, and as the segments of a playlist joined together.
@Tag("slow")
class TransportStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Frames of sound that share a PES packet share a timestamp; a reader counts on from it in
    /// samples, where FLV has whole milliseconds.
    private static final long SOUND_MS_MAX = 1;

    @TempDir private Path folder;

    @Test
    void everyPacketComesThroughAsItWasPublished() throws IOException {
        Path clip = Clip.PICTURE_AND_SOUND.file();
        Path stream = folder.resolve("stream.ts");
        Path segments = folder.resolve("segments.ts");
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=1s");
                var ours = new Watcher(server.http("live/cam.ts"));
                var download = Download.http(URI.create(server.http("live/cam.ts")))) {
            Waiting.until("both wait", () -> server.viewers("live/cam") == 2);
            try (var publisher = server.publish(clip, "live/cam")) {
                URI playlist = URI.create(server.http("live/cam.m3u8"));
                Playlists.save(playlist, Playlists.awaitEnd(playlist).segments(), segments);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            ours.awaitEnd();
            Waiting.until("the end", download::isOver);
            Files.write(stream, download.bytes());
            // The parameter sets, which the comparison below leaves out.
            H264Config sent = videoConfiguration(clip);
            assertThat(ours.configurations(TrackKind.VIDEO))
                    .singleElement(type(H264Config.class))
                    .satisfies(
                            seen -> assertThat(seen.sps()).containsExactlyElementsOf(sent.sps()),
                            seen -> assertThat(seen.pps()).containsExactlyElementsOf(sent.pps()));
        }

        List<Packet> pictures = Bitstream.ofFlv(clip, "video");
        assertThat(pictures).as("B-frames").anyMatch(p -> p.ptsMs() > p.dtsMs() + 80);
        assertThat(Bitstream.ofTs(stream, "video")).isEqualTo(pictures);
        assertThat(Bitstream.ofTs(segments, "video")).isEqualTo(pictures);

        List<Packet> sounds = Bitstream.ofFlv(clip, "audio");
        assertSounds(Bitstream.ofTs(stream, "audio"), sounds);
        assertSounds(Bitstream.ofTs(segments, "audio"), sounds);
    }

    private static void assertSounds(List<Packet> actual, List<Packet> expected) {
        assertThat(actual)
                .extracting(Packet::hash)
                .isEqualTo(expected.stream().map(Packet::hash).toList());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).dtsMs())
                    .isCloseTo(expected.get(i).dtsMs(), within(SOUND_MS_MAX));
        }
    }

    private static H264Config videoConfiguration(Path clip) throws IOException {
        try (var file = new FlvFileReader(clip)) {
            MediaEvent event = file.next();
            while (true) {
                if (event instanceof MediaEvent.Configured(H264Config config)) {
                    return config;
                }
                event = file.next();
            }
        }
    }
}
