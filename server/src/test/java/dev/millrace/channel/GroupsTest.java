package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.Subscription.From;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Where a stream is cut into groups, and which of them are kept.
class GroupsTest {
    private static final int OVERHEAD = Group.OVERHEAD_BYTES + GroupFrame.OVERHEAD_BYTES;

    private final House house = new House(House.settings(400_000, Duration.ZERO, 3));

    @Test
    void aKeyFrameOpensAGroup() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A").audio(50, "s").gop(80, "B").gop(121, "C");
        assertThat(read(feed))
                .isEqualTo("[1 K0(A) I40(a) A50(s) ] [2 K80(B) I120(b) ] [3 K121(C) I161(c)");
    }

    @Test
    void audioAheadOfTheFirstPictureBelongsToIt() throws Exception {
        Feed feed = house.publish();
        feed.audio(0, "s").audio(20, "t").key(30, "A").audio(40, "u").key(60, "B");
        assertThat(read(feed)).isEqualTo("[1 A0(s) A20(t) K30(A) A40(u) ] [2 K60(B)");
    }

    @Test
    void audioLongBeforeTheFirstPictureDoesNot() throws Exception {
        Feed feed = house.publish();
        feed.audio(0, "s").audio(990, "t").key(1000, "A");
        assertThat(read(feed)).isEqualTo("[1 A0(s) A990(t) ] [2 K1000(A)");
    }

    @Test
    void dataAheadOfTheFirstPictureBelongsToIt() throws Exception {
        Feed feed = house.publish();
        feed.publication().configure(FakeConfig.DATA);
        feed.data(0, "meta").key(0, "A").data(0, "cue").key(40, "B");
        assertThat(read(feed)).isEqualTo("[1 D0(meta) K0(A) D0(cue) ] [2 K40(B)");
    }

    @Test
    void withoutVideoTimeCuts() throws Exception {
        Feed feed = house.publish("radio", Policy.REJECT);
        feed.publication().configure(FakeConfig.AUDIO);
        feed.audio(0, "a").audio(999, "b").audio(1000, "c").audio(1999, "d").audio(2500, "e");
        assertThat(read(feed)).isEqualTo("[1 A0(a) A999(b) ] [2 A1000(c) A1999(d) ] [3 A2500(e)");
    }

    @Test
    void aLongGroupIsContinuedInADependentOne() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").inter(9999, "a").inter(10_000, "b").inter(19_999, "c").audio(20_000, "d");
        assertThat(read(feed))
                .isEqualTo("[1 K0(A) I9999(a) ] [2~ I10000(b) I19999(c) ] [3~ A20000(d)");
        feed.key(20_100, "B");
        assertThat(read(feed)).as("here a decoder can start").isEqualTo("[4 K20100(B)");
    }

    @Test
    void aLargeGroupIsContinuedInADependentOne() throws Exception {
        Feed feed = house.publish();
        int half = 50_000 - OVERHEAD; // a group may hold a quarter of 400,000
        feed.large(0, true, half).large(40, false, half).large(80, false, half);
        assertThat(groups(feed)).isEqualTo("1:2 2~:1");
    }

    @Test
    void aKeyFrameLargerThanAGroupIsAGroup() throws Exception {
        Feed feed = house.publish();
        feed.large(0, true, 150_000).large(40, false, 10).large(80, false, 10);
        assertThat(groups(feed)).isEqualTo("1:1 2~:2");
    }

    /// No time passes and no byte comes, and still it ends.
    @Test
    void emptyFramesFillAGroupToo() throws Exception {
        Feed feed = house.publish("radio", Policy.REJECT);
        feed.publication().configure(FakeConfig.AUDIO);
        for (int i = 0; i < 100_000; i++) {
            feed.audio(0, "");
        }
        assertThat(feed.publication().channel().bytesHeld()).isBetween(100_000L, 400_000L);
        assertThat(feed.publication().channel().window().size()).isBetween(2, 4);
    }

    @Test
    void emptyKeyFramesDoNotFillTheWindow() throws Exception {
        var roomy = new House(House.settings(1L << 30, Duration.ZERO, 3));
        Feed feed = roomy.publish();
        for (int i = 0; i < 10_000; i++) {
            feed.key(0, "");
        }
        assertThat(feed.publication().channel().window().size()).isEqualTo(4096);
    }

    @Test
    void withoutPicturesForALongTimeAudioIsEnough() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").audio(10_000, "s").audio(20_000, "t").audio(30_000, "u");
        assertThat(groups(feed)).isEqualTo("3:1 4:1");
    }

    /// Who starts with the sound must not see the rest of a group of pictures whose start is gone.
    @Test
    void picturesComeBackWithAKeyFrame() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").audio(10_000, "s").audio(20_000, "t");
        feed.inter(20_040, "a").audio(20_050, "u").inter(20_080, "b").key(20_120, "B");
        assertThat(read(feed)).isEqualTo("[3 A20000(t) A20050(u) K20120(B)");
        assertThat(feed.publication().stats().droppedFrames()).isEqualTo(2);
    }

    @Test
    void anInterFrameAfterALongTimeOpensADependentGroup() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").audio(10_000, "s").inter(20_000, "a").inter(20_040, "b");
        assertThat(read(feed)).isEqualTo("[1 K0(A) ] [2~ A10000(s) ] [3~ I20000(a) I20040(b)");
    }

    @Test
    void theFirstGroupOfEachPublisherIsIndependent() throws Exception {
        Feed first = house.publish();
        first.key(0, "A").inter(40, "a");
        first.close();
        Feed second = house.publish();
        second.audio(0, "s").key(10, "B");
        assertThat(read(second)).isEqualTo("[1 K0(A) I40(a) ] [2 A80(s) K90(B)");
        assertThat(second.publication().channel().window().groups())
                .extracting(Group::epoch)
                .containsExactly(1, 2);
    }

    @Test
    void aGroupKnowsWhereEachTrackStoodBeforeIt() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").audio(30, "s").inter(40, "a").key(80, "B");
        assertThat(feed.publication().channel().window().groups())
                .extracting(Group::previousVideoUs, Group::previousAudioUs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, 0L),
                        org.assertj.core.groups.Tuple.tuple(40_000L, 30_000L));
    }

    @Test
    void oldGroupsAreDropped() throws Exception {
        Feed feed = house.publish();
        for (int second = 0; second < 15; second++) {
            feed.gop(second * 1000L, "A");
        }
        assertThat(groups(feed)).startsWith("5:2 6:2").endsWith("15:2");
        assertThat(feed.publication().channel().kept())
                .isEqualTo(new Channel.KeptGroups(11, 15, 10_040_000));
    }

    @Test
    void theWayInIsKeptHoweverOld() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        for (int second = 1; second < 60; second++) {
            feed.inter(second * 1000L, "a");
        }
        assertThat(groups(feed)).isEqualTo("1:10 2~:10 3~:10 4~:10 5~:10 6~:10");
        feed.key(60_000, "B");
        assertThat(groups(feed)).isEqualTo("6~:10 7:1");
    }

    @Test
    void memoryForbidsEvenTheWayIn() throws Exception {
        Feed feed = house.publish();
        feed.large(0, true, 90_000);
        for (int i = 1; i < 8; i++) {
            feed.large(i * 40L, false, 90_000);
        }
        assertThat(groups(feed)).isEqualTo("5~:1 6~:1 7~:1 8~:1");
        assertThat(feed.publication().channel().subscribe().poll())
                .as("then the newest is all there is to start with")
                .matches(s ->
                        s instanceof Subscription.Step.GroupOpened(var g, _) && g.sequence() == 8);
    }

    @Test
    void allChannelsTogetherKeepToTheBudget() throws Exception {
        var poor = new House(House.SETTINGS, 200_000);
        Feed feed = poor.publish();
        for (int i = 0; i < 8; i++) {
            feed.large(i * 40L, true, 90_000);
        }
        assertThat(groups(feed)).isEqualTo("7:1 8:1");
    }

    @Test
    void whatIsHeldIsWhatIsKept() throws Exception {
        Feed feed = house.publish();
        feed.large(0, true, 1000).large(40, false, 500).large(80, true, 10);
        long sealed = 1500 + Group.OVERHEAD_BYTES + 2 * GroupFrame.OVERHEAD_BYTES;
        assertThat(house.budget.bytesUsed()).isEqualTo(sealed + 4096 + OVERHEAD);
        feed.close();
        assertThat(house.budget.bytesUsed()).isEqualTo(sealed + 10 + OVERHEAD);
        assertThat(feed.publication().channel().bytesHeld()).isEqualTo(house.budget.bytesUsed());
        house.pass(Duration.ofSeconds(16));
        assertThat(house.budget.bytesUsed()).isZero();
    }

    private static String read(Feed feed) {
        return Transcript.of(feed.publication().channel().subscribe(From.OLDEST));
    }

    /// The groups kept, as `number:frames`, with `~` for the dependent.
    private static String groups(Feed feed) {
        var text = new java.util.StringJoiner(" ");
        for (Group group : feed.publication().channel().window().groups()) {
            String dependent = group.independent() ? "" : "~";
            text.add(group.sequence() + dependent + ":" + group.frameCount());
        }
        return text.toString();
    }
}
