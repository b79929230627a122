package dev.millrace.gateway.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.Publication;
import dev.millrace.channel.WireFollower;
import dev.millrace.channel.WireFollower.Next;
import dev.millrace.channel.WireGroup;
import dev.millrace.channel.WireMark;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsDump;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TsPackagerTest {
    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(64L << 20), System::nanoTime);
    private final List<String> marks = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        channels.close("the test is over");
    }

    @Test
    void everyGroupBeginsWithTablesAndEveryHalfSecondHasSome() throws InterruptedException {
        try (var publisher = new TestPublisher(channels, "live/cam")) {
            publisher.write(Duration.ofMillis(1_700));
        }
        read();
        assertThat(marks)
                .containsExactly("0 independent", "520 tables", "1000 independent", "1520 tables");
    }

    @Test
    void soundAloneCanBeCutAnywhere() throws InterruptedException {
        AacConfig aac = AacConfig.of(48_000, 1);
        try (Publication publication = TestPublisher.publication(channels, "live/cam")) {
            publication.configure(aac);
            for (int i = 0; i < 60; i++) {
                publication.write(FrameHeader.audio(i * 20_000L, 4), ByteBuffer.wrap(new byte[4]));
            }
        }
        read();
        assertThat(marks).containsExactly("0 independent", "500 independent", "1000 independent");
        assertThat(TsDump.of(bytes.toByteArray()).frames(TrackKind.AUDIO)).hasSize(60);
    }

    @Test
    void aNewConfigurationAndANewPublisherAreChanges() throws InterruptedException {
        var first = new TestPublisher(channels, "live/cam").write(Duration.ofMillis(300));
        first.publication().configure(AacConfig.of(32_000, 2));
        first.write(Duration.ofMillis(300)).close();
        new TestPublisher(channels, "live/cam").write(Duration.ofMillis(200)).close();
        read();
        assertThat(marks)
                .containsExactly("0 independent", "320 changed", "658 independent changed");
    }

    @Test
    void aTrackThatCannotBeCarriedIsLeftOut() throws InterruptedException {
        try (var publisher =
                new TestPublisher(channels, "live/cam", TestPublisher.SMALL.withAudio(false))) {
            var speex = new OpaqueConfig(TrackKind.AUDIO, 11, "Speex");
            publisher.publication().configure(speex);
            publisher.write(Duration.ofMillis(100));
            publisher
                    .publication()
                    .write(FrameHeader.audio(90_000, 3), ByteBuffer.wrap(new byte[3]));
            publisher.write(Duration.ofMillis(100));
        }
        read();
        TsDump dump = TsDump.of(bytes.toByteArray());
        assertThat(dump.configurations()).hasSize(1);
        assertThat(dump.frames()).hasSize(6);
        assertThat(marks).containsExactly("0 independent");
    }

    @Test
    void whatIsSaidIsInAStreamOfItsOwnFromTheFirstTimeOn() throws InterruptedException {
        try (var publisher = new TestPublisher(channels, "live/cam")) {
            publisher.write(Duration.ofMillis(100));
            say(publisher.publication(), "onMetaData", AmfValue.of(1), 90_000);
            publisher.write(Duration.ofMillis(100));
            var words = new AmfValue.AmfObject(Map.of("text", AmfValue.of("hello")));
            say(publisher.publication(), "onTextData", words, 200_000);
            publisher.write(Duration.ofMillis(100));
            say(publisher.publication(), "onCuePoint", AmfValue.of(7), 300_000);
        }
        read();
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        assertThat(text).contains("TXXX", "onTextData\0{\"text\":\"hello\"}", "onCuePoint\0007");
        assertThat(text).doesNotContain("onMetaData");
        assertThat(marks).containsExactly("0 independent", "200 tables");
        TsDump dump = TsDump.of(bytes.toByteArray());
        assertThat(dump.frames(TrackKind.VIDEO)).hasSize(8);
        assertThat(dump.counters().continuityErrors()).isZero();
    }

    private static void say(Publication to, String name, AmfValue value, long dtsUs) {
        var amf = new ByteWriter();
        AmfWriter.write(amf, AmfValue.of(name));
        AmfWriter.write(amf, value);
        to.configure(FlvDemuxer.DATA);
        to.write(FrameHeader.data(dtsUs, amf.size()), amf.toBuffer());
    }

    @Test
    void aTornFrameIsLeftOut() throws InterruptedException {
        try (var publisher = new TestPublisher(channels, "live/cam")) {
            publisher.write(Duration.ofMillis(100));
            publisher.publication().begin(FrameHeader.video(200_000, 0, false, 1_000));
            publisher.publication().append(ByteBuffer.wrap(new byte[500]));
            publisher.publication().abort();
        }
        read();
        TsDump dump = TsDump.of(bytes.toByteArray());
        assertThat(dump.frames(TrackKind.VIDEO)).hasSize(3);
        assertThat(dump.counters().droppedUnits()).isZero();
    }

    /// Follows the wire until the publisher is gone.
    private void read() throws InterruptedException {
        var channel = channels.list().iterator().next();
        var groups = new ArrayList<WireGroup<TsStart>>();
        try (WireFollower<TsStart> wire = channel.follow(TsFormat.WIRE)) {
            Next<TsStart> next = wire.next();
            while (!(next instanceof Next.Unpublished<TsStart>)) {
                if (next instanceof Next.Opened<TsStart>(var group, _)) {
                    groups.add(group);
                }
                next = wire.next();
            }
        }
        for (WireGroup<TsStart> group : groups) {
            group.marks().forEach(mark -> marks.add(text(mark)));
            for (ByteBuffer run : group.slice(0, group.readable())) {
                bytes.write(run.array(), run.arrayOffset() + run.position(), run.remaining());
            }
        }
    }

    private static String text(WireMark mark) {
        String text = "" + mark.dtsUs() / 1000;
        if (mark.independent()) {
            text += " independent";
        }
        if (mark.changed()) {
            text += " changed";
        }
        return mark.independent() || mark.changed() ? text : text + " tables";
    }
}
