package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlvMetadataTest {
    private static final Map<String, AmfValue> SAID =
            Map.of("width", AmfValue.of(320), "duration", AmfValue.of(17));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        var index = new FlvIndex(10);
        index.configuration(300);
        index.key(0, 400);
        index.key(1_040, 90_000);
        var metadata = new FlvMetadata(SAID, 2_080, 180_000, index);
        FlvMetadata read = FlvMetadata.read(body(metadata), 10).orElseThrow();
        assertThat(read.said()).containsExactly(Map.entry("width", AmfValue.of(320)));
        assertThat(read.durationMs()).isEqualTo(2_080);
        assertThat(read.fileBytes()).isEqualTo(180_000);
        assertThat(read.index().keys())
                .containsExactly(new FlvIndex.Key(0, 400), new FlvIndex.Key(1_040, 90_000));
        assertThat(read.index().configurations()).containsExactly(300L);
    }

    /// The tag that is written first is as long as the one that replaces it.
    @Test
    void itsLengthDoesNotDependOnWhatIsKnown() {
        var index = new FlvIndex(FlvIndex.KEYS_MAX);
        var early = new FlvMetadata(SAID, 0, 0, index);
        int bodyBytes = early.bodyBytesMax();
        byte[] first = early.tag(bodyBytes);
        for (int i = 0; i < 3 * FlvIndex.KEYS_MAX; i++) {
            index.key(i * 1_000L, i * 100_000L);
        }
        for (int i = 0; i < FlvIndex.CONFIGURATIONS_MAX; i++) {
            index.configuration(i);
        }
        assertThat(new FlvMetadata(SAID, 1 << 30, 1L << 40, index).tag(bodyBytes))
                .hasSameSizeAs(first);
        assertThat(index.isFull()).isTrue();
    }

    @Test
    void anIndexThatIsFullKeepsEverySecondKeyFrame() {
        var index = new FlvIndex(4);
        LongStream.range(0, 9).forEach(i -> index.key(i * 10, 1_000 + i));
        assertThat(index.keys())
                .extracting(FlvIndex.Key::timeMs)
                .as("0 to 80, evenly")
                .containsExactly(0L, 40L, 80L);
        assertThat(index.atOrBeforeTime(79)).contains(new FlvIndex.Key(40, 1_004));
        assertThat(index.atOrBeforePosition(1_003)).contains(new FlvIndex.Key(0, 1_000));
        assertThat(index.atOrBeforePosition(999)).isEmpty();
    }

    @Test
    void anIndexHasRoomForTwoAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlvIndex(1));
    }

    @Test
    void aDescriptionThatIsTooLongIsLeftOut() {
        var said = new LinkedHashMap<String, AmfValue>();
        said.put("novel", AmfValue.of("x".repeat(20_000)));
        assertThat(new FlvMetadata(said, 0, 0, new FlvIndex(2)).said()).isEmpty();
    }

    @Test
    void othersAreNoMetadata() {
        assertThat(FlvMetadata.read(new byte[] {2, 0, 1, 'x'}, 2)).isEmpty();
        assertThat(FlvMetadata.read(new byte[] {}, 2)).isEmpty();
        assertThat(FlvMetadata.name(new byte[] {2, 0, 1, 'x'})).contains("x");
        assertThat(FlvMetadata.name(new byte[] {5})).isEmpty();
    }

    private static byte[] body(FlvMetadata metadata) throws Exception {
        List<FlvTag> tags = new ArrayList<>();
        var reader = new FlvReader();
        var file = new ByteWriter();
        new FlvWriter(file).fileHeader(true, true);
        file.bytes(metadata.tag(metadata.bodyBytesMax()));
        reader.read(file.array(), 0, file.size(), tags::add);
        assertThat(reader.isBetweenTags()).isTrue();
        assertThat(reader.wrongPreviousSizes()).isZero();
        return tags.getFirst().body();
    }
}
