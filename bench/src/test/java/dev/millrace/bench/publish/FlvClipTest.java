package dev.millrace.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.flv.FlvTag;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.ClockMarker;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlvClipTest {
    private static final byte[] SEQUENCE_HEADER = sequenceHeader();
    private static final byte[] FRAME = {0x27, 1, 0, 0, 0, 0, 0, 0, 1, 0x41};

    private final ByteWriter file = new ByteWriter();
    private final FlvWriter flv = new FlvWriter(file);

    @Test
    void putsMarkersIntoPictures() throws Exception {
        flv.fileHeader(false, true);
        video(1_000, SEQUENCE_HEADER);
        video(1_000, FRAME);
        video(1_040, FRAME);
        video(1_080, new byte[] {0x17, 2, 0, 0, 0}); // the end of the sequence, which never comes
        Clip clip = FlvClip.make(file.toByteArray());

        assertThat(clip.tags()).extracting(Clip.Tag::timestampMs).containsExactly(0, 0, 40);
        assertThat(clip.tags())
                .extracting(Clip.Tag::use)
                .containsExactly(Clip.Use.SETUP, Clip.Use.MARKED_FRAME, Clip.Use.MARKED_FRAME);
        assertThat(clip.durationMs()).isEqualTo(80);
        byte[] body = clip.tags().getLast().body();
        int markerEnd = Clip.MARKER_AT + ClockMarker.LENGTH_BYTES;
        assertThat(Arrays.copyOf(body, Clip.MARKER_AT))
                .isEqualTo(Arrays.copyOf(FRAME, Clip.MARKER_AT));
        assertThat(Arrays.copyOfRange(body, Clip.MARKER_AT, markerEnd))
                .isEqualTo(ClockMarker.blank());
        assertThat(Arrays.copyOfRange(body, markerEnd, body.length))
                .isEqualTo(Arrays.copyOfRange(FRAME, Clip.MARKER_AT, FRAME.length));
    }

    @Test
    void theLastFrameLastsAsLongAsTheOthers() throws Exception {
        flv.fileHeader(true, true);
        video(0, SEQUENCE_HEADER);
        video(0, FRAME);
        video(50, FRAME);
        video(100, FRAME);
        assertThat(FlvClip.make(file.toByteArray()).durationMs()).isEqualTo(150);
    }

    @Test
    void soundAndOtherCodecsPassAsTheyAre() throws Exception {
        flv.fileHeader(true, true);
        flv.tag(new FlvTag(TrackKind.DATA, 0, new byte[] {2, 0, 1, 'a'}));
        flv.tag(new FlvTag(TrackKind.AUDIO, 0, new byte[] {0x2F, 1, 2, 3, 4}));
        video(0, new byte[] {0x12, 1, 2}); // Sorenson
        // Enhanced, before its configuration: nobody could decode it.
        video(0, new byte[] {(byte) 0x91, 'h', 'v', 'c', '1', 0, 0, 0, 9});
        assertThat(FlvClip.make(file.toByteArray()).tags())
                .extracting(Clip.Tag::use)
                .isEqualTo(List.of(Clip.Use.SETUP, Clip.Use.FRAME, Clip.Use.FRAME));
    }

    @Test
    void refusesFilesWithoutFrames() {
        flv.fileHeader(false, true);
        video(0, SEQUENCE_HEADER);
        assertThatThrownBy(() -> FlvClip.make(file.toByteArray()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("without frames");
        assertThatThrownBy(() -> FlvClip.make(new byte[20]))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("FLV");
    }

    private void video(long timestampMs, byte[] body) {
        flv.tag(new FlvTag(TrackKind.VIDEO, timestampMs, body));
    }

    private static byte[] sequenceHeader() {
        var body = new ByteWriter();
        FlvMuxer.writeSequenceHeader(body, new TestCard(TestCardSettings.DEFAULT, 0).videoConfig());
        return body.toByteArray();
    }
}
