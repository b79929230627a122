package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.MediaEvent;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.UserControl;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The orders in which known clients say their commands, said by hand, and the answers that each of
/// them waits for.
class ClientOrdersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final AmfValue LIVE = AmfValue.of("live");
    private static final AmfValue NEVER_RECORDED = AmfValue.of(-1000);
    private static final AmfValue LIVE_OR_RECORDED = AmfValue.of(-2);

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new RunningServer("channel.grace=500ms", "delivery.latency=low");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// librtmp, and with it OBS: asks for the bandwidth check that onBWDone offers, and waits for
    /// the answer to createStream and for Publish.Start.
    @Test
    void obsPublishes() throws IOException {
        AmfValue name = AmfValue.of("obs");
        try (var viewer = new Watcher(server.rtmp("live/obs"));
                var client = connect()) {
            Waiting.until("viewer waits", () -> server.viewers("live/obs") == 1);
            client.chunkSize(4096);
            client.call(0, "releaseStream", 2, name);
            client.call(0, "FCPublish", 3, name);
            client.call(0, "createStream", 4);
            client.await("onBWDone");
            client.call(0, "_checkbw", 5);
            int stream = (int) client.result(4).number(1, 0);
            client.call(stream, "publish", 6, name, LIVE);
            client.await("NetStream.Publish.Start");
            List<Frame> sent = publish(client, stream);
            client.call(0, "FCUnpublish", 7, name);
            client.await("NetStream.Unpublish.Success");
            client.call(0, "deleteStream", 8, AmfValue.of(stream));

            assertThat(viewer.awaitEnd()).startsWith("NetStream.Play.Stop");
            assertThat(texts(viewer.frames())).isEqualTo(texts(sent));
            assertThat(viewer.events())
                    .filteredOn(MediaEvent.Data.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(data ->
                            assertThat(((MediaEvent.Data) data).values())
                                    .startsWith(AmfValue.of("onMetaData")));
        }
    }

    /// Nothing of what a publisher says is lost while somebody is asked whether it may, even by one
    /// that does not wait for the answer; nor do others wait.
    @Test
    void whoDoesNotWaitForTheAnswerLosesNothing() throws IOException, InterruptedException {
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var hooks = new HookServer();
                var asking =
                        new RunningServer(
                                "channel.grace=500ms",
                                "delivery.latency=low",
                                "hooks.timeout=60s",
                                "rules[0].match=live/*",
                                "rules[0].hooks.on_publish=" + hooks.url("publish"));
                var viewer = new Watcher(asking.rtmp("live/eager"));
                var client = new RawClient(asking.port("rtmp")).connect("live")) {
            hooks.says(_ -> {
                asked.countDown();
                await(goOn);
                return HookServer.Answer.YES;
            });
            client.call(0, "createStream", 2);
            client.call(1, "publish", 3, AmfValue.of("eager"), LIVE);
            List<Frame> sent = publish(client, 1);
            client.call(0, "deleteStream", 4, AmfValue.of(1));
            await(asked);
            try (Program other = Clip.SMALL.publish(asking.rtmp("tv/cam"))) {
                assertThat(other.await(PATIENCE)).as(other.output()).isZero();
            }
            assertThat(asking.isPublished("live/eager")).isFalse();
            goOn.countDown();
            assertThat(viewer.awaitEnd()).startsWith("NetStream.Play.Stop");
            assertThat(texts(viewer.frames())).isEqualTo(texts(sent));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// FFmpeg hangs up as soon as it has said goodbye; nothing is wrong with that.
    @Test
    void goodbyeNeedsNoAnswer() throws IOException {
        AmfValue name = AmfValue.of("hasty");
        try (var log = new LogLines(RtmpGateway.class)) {
            int port;
            try (var client = connect()) {
                port = client.localPort();
                client.call(1, "publish", 2, name, LIVE);
                client.await("NetStream.Publish.Start");
                client.call(0, "FCUnpublish", 3, name);
                client.call(0, "deleteStream", 4, AmfValue.of(1));
            }
            Waiting.until(
                    "it left",
                    () -> log.about(port).stream().anyMatch(line -> line.contains(" left: ")));
            assertThat(log.about(port).getLast()).endsWith(" left: disconnected");
        }
    }

    /// Flash: no releaseStream; it ends with closeStream and publishes again on the same stream.
    @Test
    void flashPublishesTwiceOnOneStream() throws IOException {
        AmfValue name = AmfValue.of("flash");
        try (var viewer = new Watcher(server.rtmp("live/flash"));
                var client = connect()) {
            Waiting.until("viewer waits", () -> server.viewers("live/flash") == 1);
            client.call(0, "createStream", 2);
            int stream = (int) client.result(2).number(1, 0);
            var sent = new ArrayList<Frame>();
            for (int i = 0; i < 2; i++) {
                client.call(stream, "publish", 0, name, LIVE);
                client.await("NetStream.Publish.Start");
                sent.addAll(publish(client, stream));
                client.call(stream, "closeStream", 0);
                Waiting.until("closed", () -> !server.isPublished("live/flash"));
            }
            assertThat(viewer.awaitEnd()).startsWith("NetStream.Play.Stop");
            assertThat(viewer.frames())
                    .extracting(Frame::payload)
                    .containsExactlyElementsOf(sent.stream().map(Frame::payload).toList());
        }
    }

    /// librtmp, and with it rtmpdump and VLC: says how much it buffers, subscribes, and waits for
    /// Play.Start.
    @Test
    void librtmpPlays() throws IOException {
        try (var _ = card("librtmp");
                var client = connect()) {
            client.message(
                    MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                    0,
                    0,
                    new ByteWriter().u32(2_500_000).toByteArray());
            client.message(MessageType.USER_CONTROL, 0, 0, bufferLength(0, 300));
            client.call(0, "createStream", 2);
            client.call(0, "FCSubscribe", 3, AmfValue.of("librtmp"));
            client.await("onBWDone");
            client.call(0, "_checkbw", 4);
            int stream = (int) client.result(2).number(1, 0);
            client.await("onFCSubscribe");
            client.call(stream, "play", 5, AmfValue.of("librtmp"), NEVER_RECORDED);
            client.message(MessageType.USER_CONTROL, 0, 0, bufferLength(stream, 30_000));
            client.await("NetStream.Play.Reset");
            client.await("NetStream.Play.Start");
            assertPictureAtZero(client);
            client.call(0, "deleteStream", 6, AmfValue.of(stream));
            Waiting.until("gone", () -> server.viewers("live/librtmp") == 0);
        }
    }

    /// GStreamer's rtmp2src: the smallest set of commands there is.
    @Test
    void gstreamerPlays() throws IOException {
        try (var _ = card("gst");
                var client = connect()) {
            client.call(0, "createStream", 2);
            int stream = (int) client.result(2).number(1, 0);
            client.call(stream, "play", 3, AmfValue.of("gst"), AmfValue.of(-2000));
            client.await("NetStream.Play.Start");
            assertPictureAtZero(client);
        }
    }

    /// Flash: pauses and goes on, on one clock; closes, and plays again on the same stream.
    @Test
    void flashPausesAndGoesOnAndPlaysAgain() throws IOException {
        AmfValue name = AmfValue.of("pause");
        try (var publisher = card("pause");
                var client = connect()) {
            client.call(0, "createStream", 2);
            int stream = (int) client.result(2).number(1, 0);
            client.call(stream, "play", 0, name, LIVE_OR_RECORDED);
            client.await("NetStream.Play.Start");
            assertPictureAtZero(client);

            client.call(stream, "pause", 0, AmfValue.of(true), AmfValue.of(0));
            client.await("NetStream.Pause.Notify");
            publisher.write(Duration.ofSeconds(2));
            client.call(stream, "pause", 0, AmfValue.of(false), AmfValue.of(0));
            client.await("NetStream.Unpause.Notify");
            client.await(MessageType.VIDEO); // the configuration
            RawClient.Heard picture = client.await(MessageType.VIDEO);
            assertThat(isKey(picture)).isTrue();
            assertThat(picture.header().timestampMs()).isGreaterThanOrEqualTo(1000);

            client.call(stream, "closeStream", 0);
            Waiting.until("closed", () -> server.viewers("live/pause") == 0);
            client.call(stream, "play", 0, name, LIVE_OR_RECORDED);
            client.await("NetStream.Play.Start");
            assertPictureAtZero(client);
            client.call(0, "deleteStream", 0, AmfValue.of(stream));
            Waiting.until("gone", () -> server.viewers("live/pause") == 0);

            client.call(0, "createStream", 3);
            int other = (int) client.result(3).number(1, 0);
            client.call(other, "play", 0, name, LIVE_OR_RECORDED);
            client.await("NetStream.Play.Start");
            assertPictureAtZero(client);
        }
    }

    /// A player that asks for what nobody publishes is told so, and may ask for something else.
    @Test
    void whatIsNotThereIsSaid() throws IOException {
        try (var impatient = new RunningServer("rtmp.play_wait=100ms");
                var client = new RawClient(impatient.port("rtmp")).connect("live")) {
            client.call(1, "play", 0, AmfValue.of("nothing"));
            client.await("NetStream.Play.StreamNotFound");
            client.call(1, "play", 0, AmfValue.of("../../etc"));
            client.await("NetStream.Play.StreamNotFound");
        }
    }

    private static RawClient connect() throws IOException {
        return new RawClient(server.port("rtmp")).connect("live");
    }

    private static TestPublisher card(String stream) {
        return new TestPublisher(server.server().channels(), "live/" + stream)
                .write(Duration.ofMillis(1500));
    }

    /// The configuration at zero, then a key frame soon after.
    private static void assertPictureAtZero(RawClient client) throws IOException {
        RawClient.Heard configuration = client.await(MessageType.VIDEO);
        assertThat(configuration.header().timestampMs()).isBetween(0, 100);
        assertThat(configuration.body()[1]).as("sequence header").isZero();
        RawClient.Heard picture = client.await(MessageType.VIDEO);
        assertThat(picture.header().timestampMs()).isBetween(0, 100);
        assertThat(isKey(picture)).isTrue();
    }

    private static boolean isKey(RawClient.Heard picture) {
        return picture.body()[0] >> 4 == 1;
    }

    /// Half a second of the test card, as an encoder sends it.
    private static List<Frame> publish(RawClient client, int stream) throws IOException {
        var card = new TestCard(TestPublisher.SMALL, 0);
        var description = new AmfFields().put("encoder", "test").toEcmaArray();
        client.data(stream, AmfValue.of("@setDataFrame"), AmfValue.of("onMetaData"), description);
        Codec video = card.videoConfig();
        Codec audio = card.audioConfig().orElseThrow();
        for (Codec codec : List.of(video, audio)) {
            var header = new ByteWriter();
            FlvMuxer.writeSequenceHeader(header, codec);
            client.message(type(codec.kind()), stream, 0, header.toByteArray());
        }
        var frames = new ArrayList<Frame>();
        while (card.nextDtsUs() < 500_000) {
            Frame frame = card.next();
            Codec codec = frame.header().kind() == TrackKind.VIDEO ? video : audio;
            var body = new ByteWriter();
            FlvMuxer.writeFrameHeader(body, codec, frame.header());
            body.bytes(frame.payload());
            int atMs = (int) MediaTime.usToMs(frame.header().dtsUs());
            client.message(type(codec.kind()), stream, atMs, body.toByteArray());
            frames.add(FlvDownload.rounded(frame));
        }
        return frames;
    }

    private static int type(TrackKind kind) {
        return kind == TrackKind.VIDEO ? MessageType.VIDEO : MessageType.AUDIO;
    }

    private static byte[] bufferLength(int stream, int lengthMs) {
        return new ByteWriter()
                .u16(UserControl.SET_BUFFER_LENGTH)
                .u32(stream)
                .u32(lengthMs)
                .toByteArray();
    }

    private static List<String> texts(List<Frame> frames) {
        return frames.stream().map(FrameText::of).toList();
    }
}
