package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfNull;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Publishers in all the orders in which they do things.
class PublishCommandsTest {
    private final ServerHarness server = new ServerHarness();

    @BeforeEach
    void connect() {
        server.receive(ClientBytes.connectedTo("live").bytes());
    }

    private String told(ClientBytes client) {
        return server.mark().receive(client.bytes()).text();
    }

    private static final String STARTED =
            """
            < 0 UserControl 0 1
            < 1 onStatus, 0, null, {level=status code=NetStream.Publish.Start \
            description=Started publishing stream.}
            """;

    /// OBS, FFmpeg, FMLE.
    @Test
    void withReleaseAndFcPublish() {
        var client =
                new ClientBytes()
                        .call(0, "releaseStream", 2, "cam?token=x")
                        .call(0, "FCPublish", 3, "cam?token=x")
                        .call(0, "createStream", 4)
                        .call(1, "publish", 5, "cam?token=x", "live");
        assertThat(told(client))
                .isEqualTo(
                        """
                        < 0 _result, 2, null, undefined
                        < 0 _result, 3, null, undefined
                        < 0 _result, 4, null, 1
                        publish 1 h live/cam ?token=x live
                        < 0 onFCPublish, 0, null, {code=NetStream.Publish.Start \
                        description=Started publishing stream.}
                        """
                                + STARTED);
        var end =
                new ClientBytes()
                        .call(0, "FCUnpublish", 6, "cam?token=x")
                        .command(0, "deleteStream", 7, AmfNull.NULL, AmfValue.of(1));
        assertThat(told(end))
                .isEqualTo(
                        """
                        unpublish 1
                        < 0 _result, 6, null, undefined
                        < 1 onStatus, 0, null, {level=status code=NetStream.Unpublish.Success \
                        description=Stream is now unpublished.}
                        < 0 onFCUnpublish, 0, null, {code=NetStream.Unpublish.Success \
                        description=Stopped publishing.}
                        """);
    }

    /// Flash Player, GStreamer.
    @Test
    void withoutThem() {
        var client = new ClientBytes().call(0, "createStream", 2).call(1, "publish", 0, "cam");
        assertThat(told(client))
                .isEqualTo("< 0 _result, 2, null, 1\npublish 1 h live/cam ? live\n" + STARTED);
        assertThat(told(new ClientBytes().call(1, "closeStream", 0))).isEqualTo("unpublish 1\n");
    }

    @Test
    void onAStreamThatWasNeverCreated() {
        assertThat(told(new ClientBytes().call(1, "publish", 5, "cam", "live")))
                .isEqualTo("publish 1 h live/cam ? live\n" + STARTED);
    }

    @Test
    void refusalSaysWhyOnTheStream() {
        assertThat(told(new ClientBytes().call(1, "publish", 5, "denied", "live")))
                .isEqualTo(
                        """
                        publish 1 h live/denied ? live
                        < 1 onStatus, 0, null, {level=error code=NetStream.Publish.BadName \
                        description=No.}
                        """);
        assertThat(told(new ClientBytes().video(1, 0, "17"))).isEqualTo("\n");
        assertThat(told(new ClientBytes().call(1, "closeStream", 0))).isEqualTo("\n");
    }

    @Test
    void againOnTheSameConnection() {
        var once =
                new ClientBytes()
                        .call(0, "createStream", 2)
                        .call(1, "publish", 3, "cam")
                        .command(0, "deleteStream", 0, AmfNull.NULL, AmfValue.of(1));
        assertThat(told(once)).contains("unpublish 1\n");
        assertThat(told(once)).contains("_result, 2, null, 1\n", "publish 1", "unpublish 1\n");
    }

    @Test
    void anotherNameEndsTheFirst() {
        server.receive(new ClientBytes().call(1, "publish", 3, "cam").bytes());
        assertThat(told(new ClientBytes().call(1, "publish", 4, "other", "record")))
                .startsWith("unpublish 1\npublish 1 h live/other ? record\n");
    }

    @Test
    void falseEndsIt() {
        server.receive(new ClientBytes().call(1, "publish", 3, "cam").bytes());
        var stop = new ClientBytes().command(1, "publish", 0, AmfNull.NULL, new AmfBoolean(false));
        assertThat(told(stop)).isEqualTo("unpublish 1\n");
    }

    @Test
    void twoAtOnceOnOneConnection() {
        var client =
                new ClientBytes()
                        .call(1, "publish", 3, "a")
                        .call(2, "publish", 4, "b")
                        .video(2, 0, "17")
                        .video(1, 5, "27")
                        .video(3, 6, "37") // belongs to neither
                        .call(0, "FCUnpublish", 0, "a")
                        .video(1, 7, "47") // late
                        .video(2, 8, "57");
        assertThat(told(client))
                .contains(" 2 h live/b ", "2 VIDEO at 0: ", "1 VIDEO at 5: ", "unpublish 1\n")
                .doesNotContain("at 6:", "at 7:")
                .contains("2 VIDEO at 8:");
    }

    @Test
    void mediaOnAStreamThatDoesNotExistBelongsToTheOnlyPublish() {
        server.receive(new ClientBytes().call(1, "publish", 3, "cam").bytes());
        assertThat(told(new ClientBytes().video(0, 5, "17"))).startsWith("1 VIDEO at 5: [");
    }

    @Test
    void aNameThatNobodyPublishesEndsTheOnlyOne() {
        server.receive(new ClientBytes().call(1, "publish", 3, "cam").bytes());
        assertThat(told(new ClientBytes().call(0, "FCUnpublish", 0, "camera")))
                .startsWith("unpublish 1\n")
                .doesNotContain("_result");
    }

    @Test
    void endingWhatIsNotThereIsAnswered() {
        assertThat(told(new ClientBytes().call(0, "FCUnpublish", 5, "cam")))
                .startsWith("< 0 _result, 5");
        assertThat(told(new ClientBytes().call(4, "closeStream", 0))).isEqualTo("\n");
        assertThat(told(new ClientBytes().call(0, "deleteStream", 0))).isEqualTo("\n");
    }

    @Test
    void whoGaveUpHearsNothing() {
        ServerSession session = server.session;
        server.receive(
                new ClientBytes().call(1, "publish", 3, "cam").call(1, "closeStream", 0).bytes());
        assertThat(session.acceptPublish(1).hasRemaining()).isFalse();
        assertThat(session.acceptPublish(7).hasRemaining()).isFalse();
    }

    @Test
    void theNumberOfStreamsHasALimit() {
        var client = new ClientBytes();
        for (int i = 0; i < 65; i++) {
            client.call(0, "createStream", i + 2);
        }
        assertThat(told(client))
                .contains("_result, 65, null, 64\n")
                .endsWith("hangup: number of message streams is 65, more than the limit of 64\n");
    }
}
