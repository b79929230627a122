package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Publication;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.media.Frame;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsClip;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What FFmpeg encoded comes out of playlists as FFmpeg decodes it: in transport streams where
/// there is video, or sound that players expect there; else as frames of sound behind an ID3 tag.
@Tag("slow")
@DisplayName("B13, B17: every codec of transport streams through HLS")
class HlsCodecsTest {
    private static final String PICTURES = "-f lavfi -i testsrc2=s=160x90:r=25:d=7 ";
    private static final String SOUND = "-f lavfi -i sine=f=440:r=48000:d=7 ";
    private static final String X265 =
            "-c:v libx265 -preset ultrafast -x265-params log-level=0:keyint=25:bframes=3 ";

    /// @param extension of the segments
    /// @param type of their content
    record Case(String name, String encoding, String extension, String type) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case("HEVC", PICTURES + X265, "ts", "video/mp2t"),
                    new Case(
                            "HEVC, AC-3", PICTURES + SOUND + X265 + "-c:a ac3", "ts", "video/mp2t"),
                    new Case(
                            "HEVC, Opus",
                            PICTURES + SOUND + X265 + "-c:a libopus",
                            "ts",
                            "video/mp2t"),
                    new Case("Opus", SOUND + "-c:a libopus", "ts", "video/mp2t"),
                    new Case("AAC", SOUND + "-c:a aac", "aac", "audio/aac"),
                    new Case("MP3", SOUND + "-c:a libmp3lame", "mp3", "audio/mpeg"),
                    new Case("AC-3", SOUND + "-c:a ac3", "ac3", "audio/ac3"),
                    new Case("E-AC-3", SOUND + "-c:a eac3 -ac 6", "eac3", "audio/eac3"));

    private final WebServer server = new WebServer();
    private final HlsPlayer player = new HlsPlayer(server);

    @TempDir private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void comesOutAsItWentIn(Case c) throws Exception {
        TsClip clip = TsClip.encode(folder.resolve("clip.ts"), c.encoding);
        try (Publication publication = TestPublisher.publication(server.channels, "live/cam")) {
            clip.publish(publication);
            player.playlist("/live/cam.m3u8");
        }
        Waiting.until("the end", () -> player.playlist("/live/cam.m3u8").ended());
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        assertThat(playlist.segments())
                .hasSizeGreaterThan(2)
                .allSatisfy(segment -> {
                    String uri = segment.resource().uri();
                    assertThat(uri).endsWith("." + c.extension);
                    assertThat(server.get("/live/" + uri).headers().firstValue("Content-Type"))
                            .contains(c.type);
                });
        assertThat(startsWithTag(playlist.segments().getFirst()))
                .isEqualTo(!c.extension.equals("ts"));
        for (String stream : c.encoding.contains(PICTURES) ? List.of("v", "a") : List.of("a")) {
            if (stream.equals("v") || c.encoding.contains(SOUND)) {
                assertThat(TsClip.decoded(server.uri("/live/cam.m3u8"), stream))
                        .isNotEmpty()
                        .isEqualTo(TsClip.decoded(clip.file(), stream));
            }
        }
    }

    private boolean startsWithTag(MediaSegment segment) {
        byte[] bytes = player.segment(segment);
        return bytes[0] == 'I' && bytes[1] == 'D' && bytes[2] == '3';
    }

    /// A segment keeps its form; the next one has another, behind a discontinuity.
    @Test
    void soundThatIsJoinedByPicturesGoesOver() throws Exception {
        TsClip sound = TsClip.encode(folder.resolve("a.ts"), SOUND + "-c:a aac");
        TsClip pictures = TsClip.encode(folder.resolve("v.ts"), PICTURES + X265);
        try (Publication publication = TestPublisher.publication(server.channels, "live/cam")) {
            sound.publish(publication);
            player.playlist("/live/cam.m3u8");
            pictures.codecs().forEach(publication::configure);
            long laterUs = 7_000_000;
            for (Frame frame : pictures.frames()) {
                publication.write(
                        frame.header().at(frame.header().dtsUs() + laterUs),
                        ByteBuffer.wrap(frame.payload()));
            }
        }
        Waiting.until("the end", () -> player.playlist("/live/cam.m3u8").ended());
        List<MediaSegment> segments = player.playlist("/live/cam.m3u8").segments();
        assertThat(segments).extracting(HlsCodecsTest::extension).startsWith("aac").endsWith("ts");
        for (int i = 1; i < segments.size(); i++) {
            boolean goesOver = !extension(segments.get(i)).equals(extension(segments.get(i - 1)));
            assertThat(segments.get(i).discontinuity()).isEqualTo(goesOver);
        }
    }

    private static String extension(MediaSegment segment) {
        String uri = segment.resource().uri();
        return uri.substring(uri.lastIndexOf('.') + 1);
    }
}
