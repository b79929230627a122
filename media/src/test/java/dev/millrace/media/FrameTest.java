package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void presentationIsDecodingPlusOffset() {
        assertThat(FrameHeader.video(1_000, -400, true, 0).ptsUs()).isEqualTo(600);
    }

    @Test
    void movingAFrameChangesOnlyItsTime() {
        var header = new FrameHeader(TrackKind.VIDEO, 1_000, 40, false, true, 9);
        assertThat(header.at(5_000))
                .isEqualTo(new FrameHeader(TrackKind.VIDEO, 5_000, 40, false, true, 9));
    }

    @Test
    void aPayloadIsAsLongAsItsHeaderSays() {
        assertThatThrownBy(() -> new Frame(FrameHeader.audio(0, 2), new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
