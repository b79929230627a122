package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.Subscription.From;
import dev.millrace.channel.Subscription.Step;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private final House house = new House();
    private Feed feed;
    private Subscription reader;

    PublicationTest() throws Exception {
        feed = house.publish();
        reader = feed.publication().channel().subscribe(From.OLDEST);
    }

    @BeforeEach
    void nothingIsThereYet() {
        assertThat(read()).isEmpty();
    }

    @Test
    void framesAreReadAsTheyWereWritten() {
        feed.key(0, "key").audio(10, "sound").inter(40, "inter");
        assertThat(read()).isEqualTo("[1 K0(key) A10(sound) I40(inter)");
    }

    @Test
    void headersPassThrough() {
        var sent = new FrameHeader(TrackKind.VIDEO, 5_000_000, 80_000, true, true, 2);
        feed.publication().write(sent, Feed.bytes("ab"));
        assertThat(firstFrame().header()).isEqualTo(sent.at(0));
    }

    @Test
    void bytesAreSeenBeforeTheFrameEnds() {
        assertThat(feed.begin(0, true, 9)).isTrue();
        assertThat(read()).isEqualTo("[1 K0(");
        feed.append("abc");
        assertThat(read()).isEqualTo("abc");
        feed.append("");
        assertThat(read()).isEmpty();
        feed.append("defghi");
        assertThat(read()).isEqualTo("defghi)");
    }

    @Test
    void aFrameMayBeEmpty() {
        feed.key(0, "").inter(40, "x").inter(80, "");
        assertThat(read()).isEqualTo("[1 K0() I40(x) I80()");
    }

    @Test
    void aLargeFrameComesWhole() {
        byte[] large = new byte[300_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 31) >> 3);
        }
        feed.publication().begin(FrameHeader.video(0, 0, true, large.length));
        for (int at = 0; at < large.length; at += 1000) {
            feed.publication().append(ByteBuffer.wrap(large, at, 1000));
        }
        ByteBuffer all = ByteBuffer.allocate(large.length);
        while (all.hasRemaining()) {
            if (reader.poll() instanceof Step.Payload(var bytes)) {
                all.put(bytes);
            }
        }
        assertThat(all.array()).isEqualTo(large);
        assertThat(reader.poll()).isInstanceOf(Step.FrameClosed.class);
    }

    @Test
    void anAbortedFrameIsFilledUpAndMarked() {
        feed.begin(0, true, 6);
        feed.append("abc");
        feed.publication().abort();
        feed.inter(40, "next");
        assertThat(read()).isEqualTo("[1 K0(abc000!) I40(next)");
        assertThat(feed.publication().stats().tornFrames()).isEqualTo(1);
    }

    @Test
    void anAbortedFrameLargerThanTheZerosIsFilledUp() {
        feed.begin(0, true, 100_000);
        feed.publication().abort();
        assertThat(read()).isEqualTo("[1 K0(" + "0".repeat(100_000) + "!)");
    }

    @Test
    void theNextFrameAbortsAnOpenOne() {
        feed.begin(0, true, 3);
        feed.inter(40, "x");
        assertThat(read()).isEqualTo("[1 K0(000!) I40(x)");
    }

    @Test
    void leavingAbortsAnOpenFrame() {
        feed.begin(0, true, 3);
        feed.append("a");
        feed.close();
        assertThat(read()).isEqualTo("[1 K0(a00!) ] left");
    }

    @Test
    void abortWithoutAnOpenFrameDoesNothing() {
        feed.key(0, "a");
        feed.publication().abort();
        assertThat(read()).isEqualTo("[1 K0(a)");
        assertThat(feed.publication().stats().tornFrames()).isZero();
    }

    @Test
    void moreBytesThanAnnouncedAreAMistake() {
        feed.begin(0, true, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.append("abcd"))
                .withMessage("4 bytes for a frame that lacks 3");
    }

    @Test
    void interFramesBeforeTheFirstKeyFrameAreDropped() {
        assertThat(feed.begin(0, false, 3)).isFalse();
        feed.append("bad").audio(5, "sound").inter(40, "bad").key(80, "key").inter(120, "good");
        assertThat(read()).isEqualTo("[1 A0(sound) K75(key) I115(good)");
        assertThat(feed.publication().stats().droppedFrames()).isEqualTo(2);
    }

    @Test
    void aSuccessorNeedsAKeyFrameOfItsOwn() throws Exception {
        feed.key(0, "one").close();
        Feed second = house.publish();
        second.inter(0, "bad").key(40, "two");
        assertThat(read()).isEqualTo("[1 K0(one) ] [2 K40(two)");
    }

    @Test
    void framesOfATrackWithoutConfigurationAreDropped() {
        feed.data(0, "meta").key(0, "key");
        assertThat(read()).isEqualTo("[1 K0(key)");
        feed.publication().configure(FakeConfig.DATA);
        feed.data(0, "meta");
        assertThat(read()).isEqualTo("D0(meta)");
    }

    @Test
    void aNewConfigurationIsANewVersion() {
        var larger = new FakeConfig(TrackKind.VIDEO, "H.264 larger");
        assertThat(versionsOf(FakeConfig.VIDEO, FakeConfig.VIDEO, larger, larger, FakeConfig.VIDEO))
                .containsExactly(1, 1, 2, 2, 3);
    }

    @Test
    void aSuccessorCountsVersionsOn() throws Exception {
        assertThat(versionsOf(FakeConfig.VIDEO)).containsExactly(1);
        feed.close();
        feed = house.publish("second", Policy.REJECT);
        assertThat(feed.publication().isConfigured(TrackKind.VIDEO)).isFalse();
        assertThat(versionsOf(FakeConfig.VIDEO)).containsExactly(2);
    }

    @Test
    void framesPointToTheirVersion() {
        var larger = new FakeConfig(TrackKind.VIDEO, "H.264 larger");
        feed.key(0, "a");
        Track before = firstFrame().track();
        feed.publication().configure(larger);
        feed.key(40, "b");
        assertThat(before).isEqualTo(new Track(1, FakeConfig.VIDEO));
        assertThat(firstFrame().track()).isEqualTo(new Track(2, larger));
    }

    @Test
    void aGroupKnowsTheTracksInForceWhenItOpened() {
        var larger = new FakeConfig(TrackKind.VIDEO, "H.264 larger");
        feed.key(0, "a");
        feed.publication().configure(larger);
        feed.key(40, "b");
        assertThat(feed.publication().channel().window().groups())
                .extracting(group -> group.catalog().track(TrackKind.VIDEO).orElseThrow().config())
                .containsExactly(FakeConfig.VIDEO, larger);
    }

    @Test
    void metadataIsCopied() {
        ByteBuffer body = Feed.bytes("title");
        feed.publication().describe(body);
        assertThat(body.remaining()).as("not consumed").isEqualTo(5);
        body.put(0, (byte) 'X');
        assertThat(metadata()).contains("title");
        assertThat(metadata()).as("may be read again").contains("title");
    }

    @Test
    void metadataOutlivesAConfigurationButNotItsPublisher() throws Exception {
        feed.publication().describe(Feed.bytes("title"));
        feed.publication().configure(FakeConfig.DATA);
        assertThat(metadata()).contains("title");
        feed.close();
        house.publish();
        assertThat(metadata()).isEmpty();
    }

    @Test
    void countsWhatWasSent() {
        feed.key(0, "abc").inter(40, "de").audio(40, "f");
        PublicationStats stats = feed.publication().stats();
        assertThat(stats.bytes(TrackKind.VIDEO)).isEqualTo(5);
        assertThat(stats.frames(TrackKind.VIDEO)).isEqualTo(2);
        assertThat(stats.bytes(TrackKind.AUDIO)).isEqualTo(1);
        assertThat(stats.frames(TrackKind.DATA)).isZero();
        assertThat(stats.droppedFrames()).isZero();
    }

    @Test
    void afterASuccessorCameNothingIsWritten() throws Exception {
        feed.key(0, "one");
        feed.begin(40, false, 4);
        feed.append("ab");
        Feed second = house.publish("second", Policy.TAKEOVER);
        second.publication().configure(FakeConfig.VIDEO);
        feed.append("cd").key(80, "late");
        feed.publication().configure(new FakeConfig(TrackKind.VIDEO, "late"));
        feed.publication().describe(Feed.bytes("late"));
        feed.publication().abort();
        feed.close();
        second.key(0, "two");
        assertThat(feed.publication().isRevoked()).isTrue();
        assertThat(second.publication().isRevoked()).isFalse();
        assertThat(metadata()).isEmpty();
        assertThat(read()).isEqualTo("[1 K0(one) I40(ab00!) ] [2 K80(two)");
        assertThat(firstConfig()).isEqualTo(FakeConfig.VIDEO);
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        feed.key(0, "one");
        feed.close();
        Feed second = house.publish();
        feed.close();
        assertThat(second.publication().isRevoked()).isFalse();
        assertThat(read()).isEqualTo("[1 K0(one) ] left");
    }

    private String read() {
        return Transcript.of(reader);
    }

    private GroupFrame firstFrame() {
        while (true) {
            if (reader.poll() instanceof Step.FrameOpened(var frame)) {
                return frame;
            }
        }
    }

    private int[] versionsOf(FakeConfig... configs) {
        int[] versions = new int[configs.length];
        for (int i = 0; i < configs.length; i++) {
            feed.publication().configure(configs[i]);
            versions[i] = track().version();
        }
        return versions;
    }

    private Track track() {
        return feed.publication().channel().catalog().track(TrackKind.VIDEO).orElseThrow();
    }

    private CodecConfig firstConfig() {
        return track().config();
    }

    private Optional<String> metadata() {
        return feed.publication().channel().catalog().metadata().map(Transcript::string);
    }
}
