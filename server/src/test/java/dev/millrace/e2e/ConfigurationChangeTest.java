package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.FlvFileReader;
import dev.millrace.client.FlvFileWriter;
import dev.millrace.client.MediaEvent;
import dev.millrace.hls.MediaSegment;
import dev.millrace.testing.Ffprobe;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An encoder that changes its picture's size in mid-stream: every output says so at the right
/// frame.
@Tag("slow")
class ConfigurationChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CAM = "live/cam";

    @TempDir private Path folder;

    @Test
    void aNewSizeReachesEveryOutputInOrder() throws IOException {
        Path mixed = folder.resolve("mixed.flv");
        try (var out = new FlvFileWriter(mixed)) {
            append(Clip.PICTURE_AND_SOUND.file(), 0, out);
            append(Clip.SMALL.file(), 4_100_000, out);
        }
        URI playlist;
        List<MediaSegment> segments;
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=500ms");
                var rtmp = new Watcher(server.rtmp(CAM));
                var flv = new Watcher(server.http(CAM + ".flv"))) {
            Waiting.until("viewers wait", () -> server.viewers(CAM) == 2);
            try (var publisher = server.publish(mixed, CAM)) {
                playlist = URI.create(server.http(CAM + ".m3u8"));
                segments = Playlists.awaitEnd(playlist).segments();
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            List<String> sent = story(events(mixed));
            assertThat(sent).filteredOn(line -> line.startsWith("configured")).hasSize(3);
            rtmp.awaitEnd();
            assertThat(story(rtmp.events())).isEqualTo(sent);
            flv.awaitEnd();
            assertThat(story(flv.events())).isEqualTo(sent);

            int change = onlyDiscontinuity(segments);
            Path large = folder.resolve("large.ts");
            Path small = folder.resolve("small.ts");
            Playlists.save(playlist, segments.subList(0, change), large);
            Playlists.save(playlist, segments.subList(change, segments.size()), small);
            assertThat(Ffprobe.video(large, "frame=width,height")).containsOnly("320,180");
            assertThat(Ffprobe.video(small, "frame=width,height")).containsOnly("160,90");
        }
    }

    private static void append(Path clip, long fromUs, FlvFileWriter out) throws IOException {
        for (MediaEvent event : events(clip)) {
            switch (event) {
                case MediaEvent.Configured(var codec) -> out.configure(codec);
                case MediaEvent.Media(var frame) -> out.send(Watcher.moved(frame, fromUs));
                case MediaEvent.Data _, MediaEvent.Notice _, MediaEvent.Ended _ -> {}
            }
        }
    }

    private static List<MediaEvent> events(Path file) throws IOException {
        var events = new ArrayList<MediaEvent>();
        try (var source = new FlvFileReader(file)) {
            for (var event = source.next();
                    !(event instanceof MediaEvent.Ended);
                    event = source.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /// What there is to decode, and how, in order.
    private static List<String> story(List<MediaEvent> events) {
        var story = new ArrayList<String>();
        for (MediaEvent event : events) {
            switch (event) {
                case MediaEvent.Configured(var codec) -> story.add("configured " + codec);
                case MediaEvent.Media(var frame) -> story.add(FrameText.of(frame));
                case MediaEvent.Data _, MediaEvent.Notice _, MediaEvent.Ended _ -> {}
            }
        }
        return story;
    }

    /// The index of the one segment behind the first that begins anew.
    private static int onlyDiscontinuity(List<MediaSegment> segments) {
        var found = new ArrayList<Integer>();
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i).discontinuity()) {
                found.add(i);
            }
        }
        assertThat(found).as(segments.toString()).hasSize(1);
        return found.getFirst();
    }
}
