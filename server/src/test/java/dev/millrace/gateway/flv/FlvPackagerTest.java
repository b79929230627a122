package dev.millrace.gateway.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.WireFormat;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.TestPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FlvPackagerTest {
    private static final WireFormat<FlvStart> WIRE =
            new WireFormat<>("flv", false, FlvPackager::new);
    private static final byte[] FILE_HEADER = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};

    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(64L << 20), System::nanoTime);

    @AfterEach
    void close() {
        channels.close("the test is over");
    }

    @Test
    void whoLostGroupsIsToldTheConfigurationsAndNothingElse() throws Exception {
        var publisher = new TestPublisher(channels, "live/cam");
        publisher.describe(new byte[] {2, 0, 1, 'x'});
        publisher.write(Duration.ofMillis(2_500));
        FlvStart start = start(publisher);
        assertThat(kinds(start.prelude(true)))
                .containsExactly(TrackKind.DATA, TrackKind.VIDEO, TrackKind.AUDIO);
        var withHeader = ByteBuffer.allocate(1 << 10);
        withHeader.put(FILE_HEADER).put(start.prelude(false)).flip();
        assertThat(kinds(withHeader)).containsExactly(TrackKind.VIDEO, TrackKind.AUDIO);
        assertThat(start.startDtsUs()).isEqualTo(2_000_000);
    }

    private static FlvStart start(TestPublisher publisher) throws InterruptedException {
        try (var reader = publisher.publication().channel().watch(WIRE)) {
            return switch (reader.next()) {
                case Next.Start<FlvStart>(var group, _) -> group.start();
                case Next<FlvStart> other -> throw new AssertionError("not a start: " + other);
            };
        }
    }

    private static List<TrackKind> kinds(ByteBuffer flv) throws Exception {
        byte[] bytes = new byte[flv.remaining()];
        flv.get(bytes);
        var tags = new ArrayList<FlvTag>();
        new FlvReader().read(bytes, 0, bytes.length, tags::add);
        return tags.stream().map(FlvTag::kind).toList();
    }
}
