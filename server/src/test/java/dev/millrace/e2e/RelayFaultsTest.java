package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What sources do to a relay: it says what happened, tries again, and its neighbour does not
/// notice.
@Tag("slow")
class RelayFaultsTest {
    private static final String CAM = "live/cam";
    private static final String NEIGHBOUR = "live/neighbour";

    /// What a source does, and what is said of it.
    enum Fault {
        SENDS_IN_CIRCLES("cam.flv", "is redirected more than 10 times") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                String there = attempt % 2 == 0 ? "cam.flv" : "other.flv";
                BadSource.write(
                        out,
                        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /%s\r\n\r\n"
                                .formatted(there));
            }
        },
        SENDS_A_PAGE_AS_PLAYLIST("cam.m3u8", "came instead of a playlist") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                page(out);
            }
        },
        SENDS_A_PAGE_AS_FLV("cam.flv", "came instead of FLV") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                page(out);
            }
        },
        SENDS_A_PAGE_AS_TS("cam.ts", "came instead of MPEG-TS") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                page(out);
            }
        },
        TRICKLES("cam.flv", "no frame for 1 s") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                BadSource.ok(out, "video/x-flv");
                BadSource.write(out, "FLV\u0001\u0005\0\0\0\t\0\0\0\0\t\0\u00FF\u00FF");
                source.trickle(out);
            }
        },
        TRICKLES_A_PLAYLIST("cam.m3u8", "no frame for 1 s") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                BadSource.ok(out, "application/vnd.apple.mpegurl");
                BadSource.write(out, "#EXTM3U\n#");
                source.trickle(out);
            }
        },
        TRICKLES_HEADERS("cam.ts", "no frame for 1 s") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) throws IOException {
                BadSource.write(out, "HTTP/1.1 200 OK\r\nX: ");
                source.trickle(out);
            }
        },
        SAYS_NOTHING("cam.flv", "no frame for 1 s") {
            @Override
            void answer(int attempt, BadSource source, OutputStream out) {
                source.fallSilent();
            }
        };

        private final String path;
        private final String reason;

        Fault(String path, String reason) {
            this.path = path;
            this.reason = reason;
        }

        abstract void answer(int attempt, BadSource source, OutputStream out) throws IOException;

        private static void page(OutputStream out) throws IOException {
            BadSource.ok(out, "text/html");
            BadSource.write(out, "<!DOCTYPE html><title>Log in</title>" + "<p>".repeat(10_000));
        }
    }

    private static RunningServer serve(String source) throws IOException {
        var all = new ArrayList<>(List.of("relays[0].name=cam", "relays[0].source=" + source));
        all.addAll(List.of("relays[0].start=always", "relays[0].stall_timeout=1s"));
        all.addAll(List.of("relays[0].retry.initial=100ms", "relays[0].retry.max=200ms"));
        all.addAll(List.of("relays[1].name=neighbour", "relays[1].start=always"));
        all.add("relays[1].source=" + Clip.SMALL.file());
        all.addAll(List.of("relays[1].stall_timeout=1s", "channel.grace=10s"));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static JsonNode status(RunningServer server, String relay) {
        return new JsonMapper().readTree(server.get("api/v2/relays/" + relay));
    }

    private static List<String> story(RunningServer server, String relay) {
        return status(server, relay)
                .get("history")
                .valueStream()
                .map(it -> it.get("to").asString() + ": " + it.get("reason").asString())
                .toList();
    }

    private static long times(RunningServer server, String words) {
        return story(server, CAM).stream().filter(line -> line.contains(words)).count();
    }

    private static void awaitPictures(Watcher viewer, int more) {
        int before = viewer.frames(TrackKind.VIDEO).size();
        Waiting.until(
                "pictures come",
                () -> viewer.isOver() || viewer.frames(TrackKind.VIDEO).size() >= before + more);
        assertThat(viewer.isOver()).isFalse();
    }

    /// It has never been anything but well, and goes on.
    private static void assertUndisturbed(RunningServer server, Watcher neighbour) {
        awaitPictures(neighbour, 10);
        assertThat(story(server, NEIGHBOUR))
                .containsExactly("starting: the server started", "running: the first picture came");
        assertThat(status(server, NEIGHBOUR).get("crashes").asInt()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void isSaidAndTriedAgain(Fault fault) throws IOException {
        try (var source = new BadSource(fault::answer);
                var server = serve(source.url(fault.path));
                var neighbour = new Watcher(server.http(NEIGHBOUR + ".flv"))) {
            awaitPictures(neighbour, 1);
            Waiting.until("it happens twice", () -> times(server, fault.reason) >= 2);
            assertThat(server.isPublished(CAM)).isFalse();
            assertThat(status(server, CAM).get("crashes").asInt()).isPositive();
            assertUndisturbed(server, neighbour);
        }
    }

    /// What has come until then was watched; the viewer stays, and sees what comes after it.
    @Test
    void oneThatBreaksOffInAFrameIsFetchedAnew() throws IOException {
        byte[] clip = Files.readAllBytes(Clip.PICTURE_AND_SOUND.file());
        BadSource.Script script =
                (_, source, out) -> {
                    BadSource.ok(out, "video/x-flv");
                    out.write(Arrays.copyOf(clip, clip.length / 2));
                };
        try (var source = new BadSource(script);
                var server = serve(source.url("cam.flv"));
                var neighbour = new Watcher(server.http(NEIGHBOUR + ".flv"))) {
            awaitPictures(neighbour, 1);
            Waiting.until("it ran", () -> times(server, "running: ") >= 1);
            try (var viewer = new Watcher(server.http(CAM + ".flv"))) {
                awaitPictures(viewer, 1);
                int before = source.attempts();
                Waiting.until("it was fetched again", () -> source.attempts() >= before + 2);
                awaitPictures(viewer, 25);
            }
            assertThat(times(server, "running: ")).isGreaterThanOrEqualTo(2);
            assertThat(times(server, "in the middle of")).isGreaterThanOrEqualTo(1);
            assertUndisturbed(server, neighbour);
        }
    }
}
