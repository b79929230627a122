package dev.millrace.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Demand;
import dev.millrace.channel.Publication;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Route;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.StillMovie;
import dev.millrace.testing.SampleCodecs;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.WebServer;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SnapshotGatewayTest {
    private static final String URL = "/live/cam/snapshot.mp4";

    private final WebServer server = new WebServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void itIsTheNewestKeyFrameAsAMovie() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(3_500));
        HttpResponse<byte[]> answer = server.getBytes(URL);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(movie(publisher, keyFrames(publisher).getLast()));
        assertThat(answer.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.body().length);
    }

    @Test
    void whoHasItIsToldThatItIsTheSameUntilTheNextKeyFrame() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(1_500));
        String tag = server.get(URL).headers().firstValue("ETag").orElseThrow();
        publisher.write(Duration.ofMillis(200));
        HttpResponse<byte[]> same = server.getBytes(URL, "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        publisher.write(Duration.ofSeconds(1));
        HttpResponse<byte[]> next = server.getBytes(URL, "If-None-Match", tag);
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.headers().firstValue("ETag")).isPresent().isNotEqualTo(tag);
    }

    @Test
    void headAndRangesAreAnswered() {
        server.publish("live/cam").write(Duration.ofSeconds(1));
        byte[] whole = server.getBytes(URL).body();
        HttpResponse<String> head = server.send("HEAD", URL);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.length);
        assertThat(head.body()).isEmpty();
        HttpResponse<byte[]> part = server.getBytes(URL, "Range", "bytes=4-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 4, 8));
        HttpResponse<String> post = server.send("POST", URL);
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void aKeyFrameThatIsStillComingIsNotShown() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(980));
        byte[] before = server.getBytes(URL).body();
        Publication publication = publisher.publication();
        byte[] large = new byte[100_000];
        publication.begin(FrameHeader.video(1_000_000, 0, true, large.length));
        publication.append(ByteBuffer.wrap(large, 0, large.length - 1));
        assertThat(server.getBytes(URL).body()).isEqualTo(before);
        publication.append(ByteBuffer.wrap(large, large.length - 1, 1));
        assertThat(server.getBytes(URL).body()).hasSizeGreaterThan(large.length).endsWith(large);
    }

    @Test
    void aTornKeyFrameIsNeverShown() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(980));
        byte[] before = server.getBytes(URL).body();
        publisher.publication().begin(FrameHeader.video(1_000_000, 0, true, 100_000));
        publisher.publication().append(ByteBuffer.allocate(50_000));
        publisher.publication().abort();
        assertThat(server.getBytes(URL).body()).isEqualTo(before);
    }

    @Test
    void whatIsNotThereIsNot() {
        assertProblem(URL, "nobody publishes live/cam");
        TestPublisher publisher = server.publish("live/cam");
        assertProblem(URL, "live/cam has no picture yet");
        publisher.write(Duration.ofSeconds(1)).close();
        assertProblem(URL, "nobody publishes live/cam");
        assertThat(server.get("/live/c%20m/snapshot.mp4").statusCode()).isEqualTo(400);
        assertThat(server.get("/live/snapshot.mp4").statusCode()).isEqualTo(404);
    }

    @Test
    void aSuccessorsPictureIsItsOwn() {
        server.publish("live/cam").write(Duration.ofSeconds(1)).close();
        TestPublisher successor = server.publish("live/cam");
        assertProblem(URL, "live/cam has no picture yet");
        successor.write(Duration.ofMillis(100));
        assertThat(server.get(URL).statusCode()).isEqualTo(200);
    }

    @Test
    void soundAloneHasNoPicture() {
        Publication publication = TestPublisher.publication(server.channels, "live/cam");
        publication.configure(AacConfig.of(44_100, 2));
        publication.write(FrameHeader.audio(0, 4), ByteBuffer.allocate(4));
        assertProblem(URL, "live/cam has no picture yet");
    }

    @Test
    void whatHasNoPlaceInMp4IsNamed() {
        Publication publication = TestPublisher.publication(server.channels, "live/cam");
        publication.configure(new OpaqueConfig(TrackKind.VIDEO, 2, "Sorenson"));
        publication.write(FrameHeader.video(0, 0, true, 4), ByteBuffer.allocate(4));
        assertProblem(URL, "live/cam is Sorenson, of which no MP4 can be made");
    }

    @Test
    void theSizeOfVp9IsInThePicture() {
        Publication publication = TestPublisher.publication(server.channels, "live/cam");
        publication.configure(SampleCodecs.VP9);
        byte[] key = {
            (byte) 0x82, 0x49, (byte) 0x83, 0x42, 0, 0x13, (byte) 0xF0, 0x0E, (byte) 0xF0
        };
        publication.write(FrameHeader.video(0, 0, true, key.length), ByteBuffer.wrap(key));
        VideoCodec sized = SampleCodecs.VP9.withSizeOf(key);
        assertThat(server.getBytes(URL).body())
                .isEqualTo(joined(StillMovie.head(sized, key.length).orElseThrow(), key));
    }

    @Test
    void aChannelOfAVirtualHostIsAnotherOne() {
        server.publish("live/cam?vhost=a.example").write(Duration.ofSeconds(1));
        assertThat(server.get(URL).statusCode()).isEqualTo(404);
        assertThat(server.get(URL + "?vhost=a.example").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyIsMadeToFetchIt() {
        var asked = new AtomicInteger();
        server.channels.demand(counting(asked));
        assertThat(server.get(URL).statusCode()).isEqualTo(404);
        assertThat(asked).hasValue(0);
        assertThat(server.channels.list()).isEmpty();
    }

    private static Demand counting(AtomicInteger asked) {
        return new Demand() {
            @Override
            public Optional<Prospect> want(ChannelName name, Route route) {
                asked.incrementAndGet();
                return Demand.NONE.want(name, route);
            }
        };
    }

    private void assertProblem(String path, String detail) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains(detail);
    }

    private static List<Frame> keyFrames(TestPublisher publisher) {
        return publisher.written().stream()
                .filter(frame -> frame.header().kind() == TrackKind.VIDEO && frame.header().key())
                .toList();
    }

    private static byte[] movie(TestPublisher publisher, Frame frame) {
        var codec = (VideoCodec) publisher.videoConfig();
        byte[] head = StillMovie.head(codec, frame.payload().length).orElseThrow();
        return joined(head, frame.payload());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
