package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.SessionEffect.Data;
import dev.millrace.rtmp.SessionEffect.Hangup;
import dev.millrace.rtmp.SessionEffect.MediaAborted;
import dev.millrace.rtmp.SessionEffect.MediaBegin;
import dev.millrace.rtmp.SessionEffect.MediaBytes;
import dev.millrace.rtmp.SessionEffect.MediaEnd;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.AsideBudget;
import dev.millrace.rtmp.chunk.MessageReceiver;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaLaneTest {
    private final List<String> seen = new ArrayList<>();
    private final AsideBudget budget = new AsideBudget(RtmpLimit.ASIDE_BYTES);
    private final MediaLane lane = new MediaLane(effect -> seen.add(shown(effect)), budget);

    @Test
    void oneMessagePassesThrough() throws Exception {
        MessageReceiver video = begin(1);
        video.bytes(buffer("A1"));
        assertThat(seen).containsExactly("begin 1", "a1");
        video.bytes(buffer("A2"));
        video.end();
        assertThat(seen).containsExactly("begin 1", "a1", "a2", "end");
    }

    @Test
    void theSecondWaitsAndFollows() throws Exception {
        MessageReceiver video = begin(1);
        MessageReceiver audio = begin(2);
        audio.bytes(buffer("B1"));
        video.bytes(buffer("A1"));
        audio.bytes(buffer("B2"));
        audio.end();
        video.end();
        assertThat(seen).containsExactly("begin 1", "a1", "end", "begin 2", "b1b2", "end");
    }

    @Test
    void whatIsStillPartialThenGoesOnStreaming() throws Exception {
        MessageReceiver video = begin(1);
        MessageReceiver audio = begin(2);
        audio.bytes(buffer("B1"));
        video.end();
        assertThat(seen).containsExactly("begin 1", "end", "begin 2", "b1");
        audio.bytes(buffer("B2"));
        audio.end();
        assertThat(seen).endsWith("b1", "b2", "end");
    }

    @Test
    void whatBecameWholeGoesBeforeWhatIsPartial() throws Exception {
        MessageReceiver first = begin(1);
        MessageReceiver partial = begin(2);
        MessageReceiver late = begin(3);
        MessageReceiver early = begin(4);
        early.end();
        late.end();
        lane.data(new Data(1, 0, buffer("D0")));
        first.end();
        partial.end();
        assertThat(seen)
                .containsExactly(
                        "begin 1", "end", "begin 4", "end", "begin 3", "end", "data d0", "begin 2",
                        "end");
    }

    @Test
    void dataPassesWhenNothingIsOpen() throws Exception {
        lane.data(new Data(1, 0, buffer("D0")));
        assertThat(seen).containsExactly("data d0");
    }

    @Test
    void dataThatWaitsIsCopied() throws Exception {
        MessageReceiver video = begin(1);
        byte[] body = Hex.bytes("D0");
        lane.data(new Data(1, 0, ByteBuffer.wrap(body)));
        body[0] = 0;
        video.end();
        assertThat(seen).endsWith("data d0");
    }

    @Test
    void anOpenMessageIsAborted() throws Exception {
        MessageReceiver video = begin(1);
        MessageReceiver audio = begin(2);
        video.abandon();
        audio.end();
        assertThat(seen).containsExactly("begin 1", "aborted", "begin 2", "end");
    }

    @Test
    void aWaitingMessageIsForgotten() throws Exception {
        MessageReceiver video = begin(1);
        begin(2).abandon();
        video.end();
        assertThat(seen).containsExactly("begin 1", "end");
    }

    @Test
    void closingAStreamEndsItsMessages() throws Exception {
        MessageReceiver open = begin(1);
        MessageReceiver whole = begin(2);
        MessageReceiver partial = begin(3);
        whole.end();
        lane.close(STREAM);
        assertThat(seen).containsExactly("begin 1", "aborted", "begin 2", "end");
        seen.clear();
        open.bytes(buffer("A1"));
        open.end();
        partial.bytes(buffer("A1"));
        partial.abandon();
        assertThat(seen).isEmpty();
        begin(4).end();
        assertThat(seen).containsExactly("begin 4", "end");
    }

    @Test
    void closingAStreamLeavesOthersAlone() throws Exception {
        MessageReceiver open = lane.begin(new MediaBegin(2, TrackKind.VIDEO, 1, 9));
        begin(2).end();
        MessageReceiver other = lane.begin(new MediaBegin(2, TrackKind.AUDIO, 3, 9));
        lane.close(STREAM);
        open.end();
        other.end();
        assertThat(seen).containsExactly("begin 1", "end", "begin 3", "end");
    }

    @Test
    void whatWaitsIsCountedAndGivenBack() throws Exception {
        int all = RtmpLimit.ASIDE_BYTES.max();
        int quarter = all / 4 - MediaLane.WAITING_BYTES;
        for (int round = 0; round < 3; round++) {
            MessageReceiver open = begin(1);
            MessageReceiver partial = begin(2);
            MessageReceiver whole = begin(3);
            MessageReceiver gone = begin(4);
            partial.bytes(ByteBuffer.allocate(quarter));
            whole.bytes(ByteBuffer.allocate(quarter));
            gone.bytes(ByteBuffer.allocate(quarter));
            lane.data(new Data(1, 0, ByteBuffer.allocate(quarter)));
            assertThatThrownBy(() -> partial.bytes(ByteBuffer.allocate(1)))
                    .isInstanceOf(OverLimit.class);
            whole.end();
            gone.abandon();
            open.end();
            partial.bytes(ByteBuffer.allocate(all)); // passes through
            partial.end();
            begin(5);
            begin(6).bytes(ByteBuffer.allocate(all - MediaLane.WAITING_BYTES));
            lane.close(STREAM);
        }
    }

    @Test
    void messagesOfNothingHaveALimitToo() throws Exception {
        begin(1); // stays open
        int waiting = RtmpLimit.ASIDE_BYTES.max() / MediaLane.WAITING_BYTES;
        for (int i = 0; i < waiting; i++) {
            begin(2).end();
        }
        assertThatThrownBy(() -> begin(2)).isInstanceOf(OverLimit.class);
        assertThatThrownBy(() -> lane.data(new Data(1, 0, ByteBuffer.allocate(0))))
                .isInstanceOf(OverLimit.class);
    }

    private static final int STREAM = 1;

    private MessageReceiver begin(int timestampMs) throws OverLimit {
        return lane.begin(new MediaBegin(STREAM, TrackKind.VIDEO, timestampMs, 9));
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }

    private static String shown(SessionEffect effect) {
        return switch (effect) {
            case MediaBegin(_, _, int timestampMs, _) -> "begin " + timestampMs;
            case MediaBytes(var bytes) -> hex(bytes);
            case MediaEnd _ -> "end";
            case MediaAborted _ -> "aborted";
            case Data(_, _, var body) -> "data " + hex(body);
            case Send _, Hangup _ -> throw new AssertionError("not of a lane");
        };
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy.length > 8 ? "…" : Hex.text(copy);
    }
}
