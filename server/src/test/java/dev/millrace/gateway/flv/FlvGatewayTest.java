package dev.millrace.gateway.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Publication;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FlvGatewayTest {
    private static final byte[] ON_METADATA =
            "\u0002\0\nonMetaData\u0008\0\0\0\0\0\0\u0009".getBytes(StandardCharsets.ISO_8859_1);

    private final WebServer server = new WebServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatComesOutIsWhatWentInBitByBit() throws ProtocolException {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofSeconds(1));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            publisher.write(Duration.ofSeconds(2));
            viewer.awaitFrames(publisher.written().size());

            assertThat(viewer.contentType()).isEqualTo("video/x-flv");
            assertThat(viewer.fileHeader().hasAudio()).isTrue();
            assertThat(viewer.fileHeader().hasVideo()).isTrue();
            assertThat(viewer.configurations())
                    .containsExactly(publisher.videoConfig(), publisher.audioConfig());
            assertThat(viewer.frames())
                    .map(FrameText::of)
                    .containsExactlyElementsOf(inMs(publisher.written()));
        }
    }

    @Test
    void aLateViewerStartsAtTheNewestGroup() throws ProtocolException {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(3_500));
        List<Frame> newest =
                publisher.written().stream()
                        .dropWhile(frame -> frame.header().dtsUs() < 3_000_000)
                        .toList();
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(newest.size());
            assertThat(viewer.frames()).map(FrameText::of).containsExactlyElementsOf(inMs(newest));
            assertThat(viewer.configurationTimesMs()).containsOnly(3_000L);
        }
    }

    @Test
    void dataComesInOrderAndMetadataOnce() throws ProtocolException {
        TestPublisher publisher = server.publish("live/cam");
        publisher.describe(ON_METADATA);
        publisher.write(Duration.ofMillis(100));
        byte[] cue = "\u0002\0\5onCue\5".getBytes(StandardCharsets.ISO_8859_1);
        publisher.write(new Frame(FrameHeader.data(100_000, cue.length), cue));
        publisher.write(Duration.ofMillis(100));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            assertThat(viewer.frames().getFirst().payload()).isEqualTo(ON_METADATA);
            assertThat(viewer.frames().stream().filter(f -> f.header().kind() == TrackKind.DATA))
                    .extracting(Frame::payload)
                    .containsExactly(ON_METADATA, cue);
        }
        publisher.write(Duration.ofSeconds(1));
        try (var late = new FlvDownload(server.uri("/live/cam.flv"))) {
            late.awaitFrames(2);
            assertThat(late.frames().getFirst().payload()).isEqualTo(ON_METADATA);
            assertThat(late.frames().getFirst().header().dtsUs()).isZero();
            assertThat(late.frames().get(1).header().dtsUs()).isPositive();
            assertThat(late.frames().get(1).header().kind()).isNotEqualTo(TrackKind.DATA);
        }
    }

    @Test
    void aNewConfigurationComesBeforeTheFirstFrameThatNeedsIt() throws ProtocolException {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            int before = publisher.written().size();
            AacConfig other = AacConfig.of(32_000, 2);
            publisher.publication().configure(other);
            publisher.write(Duration.ofMillis(100));
            viewer.awaitFrames(publisher.written().size());
            assertThat(viewer.configurations())
                    .containsExactly(publisher.videoConfig(), publisher.audioConfig(), other);
            assertThat(viewer.framesBefore(other)).isBetween(before, before + 2);
        }
    }

    @Test
    void bytesOfAFrameLeaveBeforeItIsWhole() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(100));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            Publication publication = publisher.publication();
            byte[] half = new byte[5_000];
            long before = viewer.bytes();
            publication.begin(FrameHeader.video(200_000, 0, true, 2 * half.length));
            publication.append(ByteBuffer.wrap(half));
            publication.wake();
            viewer.awaitBytes(before + half.length);
        }
    }

    @Test
    void codecsNobodyLooksIntoPass() throws ProtocolException {
        Publication publication = TestPublisher.publication(server.channels, "live/old");
        publication.configure(new OpaqueConfig(TrackKind.VIDEO, 2, "Sorenson"));
        publication.configure(new OpaqueConfig(TrackKind.AUDIO, 11, 0b0110, "Speex"));
        byte[] picture = {1, 2, 3};
        byte[] sound = {4, 5};
        publication.write(FrameHeader.video(0, 0, true, 3), ByteBuffer.wrap(picture));
        publication.write(FrameHeader.audio(20_000, 2), ByteBuffer.wrap(sound));
        try (var viewer = new FlvDownload(server.uri("/live/old.flv"))) {
            viewer.awaitFrames(2);
            assertThat(viewer.frames()).extracting(Frame::payload).containsExactly(picture, sound);
        }
    }

    @Test
    void theFileHeaderTellsWhatThereIs() throws ProtocolException {
        var settings = TestPublisher.SMALL.withAudio(false);
        new TestPublisher(server.channels, "live/mute", settings).write(Duration.ofMillis(100));
        try (var viewer = new FlvDownload(server.uri("/live/mute.flv"))) {
            viewer.awaitFrames(1);
            assertThat(viewer.fileHeader().hasAudio()).isFalse();
            assertThat(viewer.fileHeader().hasVideo()).isTrue();
        }
    }

    @Test
    void aViewerWaitsForThePublisherAndStaysOverItsReturn() throws ProtocolException {
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitSession(server.sessions);
            TestPublisher first = server.publish("live/cam").write(Duration.ofMillis(500));
            viewer.awaitFrames(first.written().size());
            first.close();
            TestPublisher second = server.publish("live/cam").write(Duration.ofMillis(500));
            viewer.awaitFrames(first.written().size() + second.written().size());
            assertThat(viewer.frames())
                    .extracting(frame -> frame.header().dtsUs())
                    .isSorted()
                    .last()
                    .matches(last -> last > 900_000);
        }
    }

    @Test
    void theAnswerEndsProperlyWhenTheChannelDoes() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            publisher.close();
            viewer.awaitEnd();
            assertThat(viewer.failure()).isEmpty();
        }
        Waiting.until("the session is over", () -> server.sessions.count() == 0);
    }

    /// FLV counts milliseconds.
    private static List<String> inMs(List<Frame> frames) {
        return frames.stream().map(FlvDownload::rounded).map(FrameText::of).toList();
    }
}
