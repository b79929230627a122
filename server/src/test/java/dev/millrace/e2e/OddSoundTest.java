package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Good pictures beside sound that is none: FFmpeg decodes every picture, from every output.
@Tag("slow")
@DisplayName("B54: no sound, AAC without its header, sound of a codec that is not supported")
class OddSoundTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    /// Tags, less than a group and more than a picture.
    private static final int FIRST = 20;

    /// Bytes, less than the first picture has.
    private static final int PICTURE = 3_000;

    private static final String ALL_PICTURES = "h264,100";

    enum Sound {
        NONE {
            @Override
            Optional<FlvTag> of(FlvTag tag) {
                return Optional.empty();
            }
        },
        AAC_WITHOUT_HEADER {
            @Override
            Optional<FlvTag> of(FlvTag tag) {
                return tag.body()[1] == 0 ? Optional.empty() : Optional.of(tag);
            }
        },
        /// Sound format 11, 16 kHz and mono as ever: FLV carries it, transport streams cannot.
        SPEEX {
            @Override
            Optional<FlvTag> of(FlvTag tag) {
                byte[] body = tag.body().clone();
                body[0] = (byte) 0xB2;
                return Optional.of(new FlvTag(tag.kind(), tag.timestampMs(), body));
            }
        };

        /// What is sent instead of a tag of AAC.
        abstract Optional<FlvTag> of(FlvTag tag);
    }

    @ParameterizedTest
    @EnumSource
    void everyPictureComesThrough(Sound sound) throws Exception {
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=1s");
                var rtmp = decode(server.rtmp(CAM));
                var flv = decode(server.http(CAM + ".flv"));
                var ts = decode(server.http(CAM + ".ts"))) {
            Waiting.until("players wait", () -> server.viewers(CAM) == 3);
            publish(server, sound);
            URI playlist = URI.create(server.http(CAM + ".m3u8"));
            Playlists.awaitEnd(playlist);
            for (Program player : List.of(rtmp, flv)) {
                // Speex is there, too; what is in it is none.
                assertThat(found(player)).as(player.toString()).contains(ALL_PICTURES);
            }
            for (Program player : List.of(ts, decode(playlist.toString()))) {
                assertThat(found(player)).as(player.toString()).containsExactly(ALL_PICTURES);
            }
        }
    }

    private static void publish(RunningServer server, Sound sound) throws Exception {
        try (var client = new RawClient(server.port("rtmp")).connect("live")) {
            client.call(1, "publish", 2, AmfValue.of("cam"), AmfValue.of("live"));
            client.await("NetStream.Publish.Start");
            List<FlvTag> tags = tags();
            Map<String, Long> before = bytesOut(server);
            send(client, tags.subList(0, FIRST), sound);
            // Whoever has not begun when a group is over misses it.
            Waiting.until(
                    "players have begun",
                    () ->
                            bytesOut(server).entrySet().stream()
                                    .allMatch(e ->
                                            e.getValue()
                                                    > before.getOrDefault(e.getKey(), 0L)
                                                            + PICTURE));
            send(client, tags.subList(FIRST, tags.size()), sound);
            assertThat(server.get(CAM + ".m3u8")).contains("#EXTINF");
        }
    }

    private static void send(RawClient client, List<FlvTag> tags, Sound sound) throws IOException {
        for (FlvTag tag : tags) {
            boolean isAudio = tag.kind() == TrackKind.AUDIO;
            Optional<FlvTag> sent = isAudio ? sound.of(tag) : Optional.of(tag);
            int type = isAudio ? MessageType.AUDIO : MessageType.VIDEO;
            if (sent.isPresent()) {
                client.message(type, 1, (int) tag.timestampMs(), sent.get().body());
            }
        }
    }

    /// How much each viewer has been sent.
    private static Map<String, Long> bytesOut(RunningServer server) {
        return server.server().sessions().list().stream()
                .filter(session -> session.role() == Session.Role.VIEWER)
                .collect(Collectors.toMap(Session::id, session -> session.bytesOut().sum()));
    }

    private static List<FlvTag> tags() throws IOException, ProtocolException {
        byte[] file = Files.readAllBytes(Clip.PICTURE_AND_SOUND.file());
        var tags = new ArrayList<FlvTag>();
        new FlvReader().read(file, 0, file.length, tags::add);
        tags.removeIf(tag -> tag.kind() == TrackKind.DATA);
        return tags;
    }

    private static Program decode(String source) {
        String entries = "stream=codec_name,nb_read_frames";
        return Program.start(
                "ffprobe",
                "-v",
                "quiet",
                "-count_frames",
                "-show_entries",
                entries,
                "-of",
                "csv=p=0",
                source);
    }

    /// Codec and decoded frames of each stream. Those of a program are listed twice.
    private static List<String> found(Program decoder) {
        decoder.await(PATIENCE);
        return decoder.output().lines().filter(s -> !s.isEmpty()).distinct().toList();
    }
}
