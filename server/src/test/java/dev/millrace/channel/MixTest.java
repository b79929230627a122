package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Subscription.From;
import dev.millrace.media.TrackKind;
import org.junit.jupiter.api.Test;

/// A channel that puts pictures and sound into the order of their times.
class MixTest {
    private final House house = new House(House.mixing());
    private final Feed feed;
    private final Subscription reader;

    MixTest() throws Exception {
        feed = house.publish();
        reader = feed.publication().channel().subscribe(From.OLDEST);
    }

    private String read() {
        return Transcript.of(reader);
    }

    @Test
    void heapsAreMixed() {
        feed.key(0, "k").audio(0, "a");
        feed.inter(40, "b").inter(80, "c").inter(120, "d");
        feed.audio(23, "e").audio(46, "f").audio(92, "g");
        assertThat(read()).isEqualTo("[1 K0(k) A0(a) A23(e) I40(b) A46(f) I80(c) A92(g)");
    }

    @Test
    void whatWaitsComesBeforeTheEnd() {
        feed.key(0, "k").audio(0, "a").audio(23, "b");
        assertThat(read()).isEqualTo("[1 K0(k)");
        feed.publication().close();
        assertThat(read()).isEqualTo("A0(a) A23(b) ] left");
    }

    @Test
    void whatWaitsIsOfTheConfigurationBefore() {
        feed.key(0, "k").audio(0, "a");
        assertThat(read()).isEqualTo("[1 K0(k)");
        feed.publication().configure(new FakeConfig(TrackKind.VIDEO, "HEVC"));
        assertThat(read()).isEqualTo("A0(a)");
    }

    @Test
    void aFrameIsSeenWhenItIsWhole() {
        feed.begin(0, true, 3);
        feed.append("ab");
        assertThat(read()).isEmpty();
        feed.append("c");
        assertThat(read()).isEqualTo("[1 K0(abc)");
    }

    @Test
    void oneThatIsGivenUpIsLeftOut() {
        feed.key(0, "k");
        feed.begin(40, false, 3);
        feed.append("ab");
        feed.publication().abort();
        feed.inter(80, "c");
        assertThat(read()).isEqualTo("[1 K0(k) I80(c)");
    }
}
