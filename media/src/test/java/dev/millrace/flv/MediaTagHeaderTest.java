package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// [VideoTagHeader] and [AudioTagHeader].
class MediaTagHeaderTest {
    record Video(String wire, VideoTagHeader header) {}

    static final List<Video> VIDEO =
            List.of(
                    new Video("17 00 000000", new VideoTagHeader(1, 7, 0, 0)), // sequence header
                    new Video("17 01 000050", new VideoTagHeader(1, 7, 1, 80)), // key frame
                    new Video("27 01 FFFFD8", new VideoTagHeader(2, 7, 1, -40)), // shown early
                    new Video("27 01 7FFFFF", new VideoTagHeader(2, 7, 1, (1 << 23) - 1)),
                    new Video("37 01 800000", new VideoTagHeader(3, 7, 1, -(1 << 23))),
                    new Video("17 02 000000", new VideoTagHeader(1, 7, 2, 0)), // end of sequence
                    new Video("47 01 000000", new VideoTagHeader(4, 7, 1, 0)),
                    new Video("1C 00 000000", new VideoTagHeader(1, 12, 0, 0)), // HEVC
                    new Video("2C 01 FFFFD8", new VideoTagHeader(2, 12, 1, -40)),
                    new Video("12", new VideoTagHeader(1, 2, 1, 0)), // Sorenson
                    new Video("24", new VideoTagHeader(2, 4, 1, 0)), // VP6
                    new Video("52", new VideoTagHeader(5, 2, 1, 0)),
                    new Video("00", new VideoTagHeader(0, 0, 1, 0)));

    record Audio(String wire, AudioTagHeader header, int sampleRate) {}

    static final List<Audio> AUDIO =
            List.of(
                    new Audio("AF 00", new AudioTagHeader(10, 3, true, true, 0), 44_100),
                    new Audio("AF 01", new AudioTagHeader(10, 3, true, true, 1), 44_100),
                    new Audio("2F", new AudioTagHeader(2, 3, true, true, 1), 44_100), // MP3
                    new Audio("22", new AudioTagHeader(2, 0, true, false, 1), 5_512),
                    new Audio("E2", new AudioTagHeader(14, 0, true, false, 1), 8_000), // MP3 8 kHz
                    new Audio("B6", new AudioTagHeader(11, 1, true, false, 1), 11_025), // Speex
                    new Audio("39", new AudioTagHeader(3, 2, false, true, 1), 22_050), // PCM
                    new Audio("72", new AudioTagHeader(7, 0, true, false, 1), 5_512)); // G.711

    @ParameterizedTest
    @FieldSource("VIDEO")
    void decodesVideo(Video c) throws Exception {
        byte[] wire = Hex.bytes(c.wire);
        var in = new ByteReader(wire);
        assertThat(VideoTagHeader.decode(in)).isEqualTo(c.header);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(VideoTagHeader.lengthBytes(wire[0])).isEqualTo(wire.length);
    }

    @ParameterizedTest
    @FieldSource("VIDEO")
    void encodesVideo(Video c) {
        var out = new ByteWriter();
        c.header.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.wire));
    }

    @ParameterizedTest
    @FieldSource("AUDIO")
    void decodesAudio(Audio c) throws Exception {
        byte[] wire = Hex.bytes(c.wire);
        var in = new ByteReader(wire);
        AudioTagHeader header = AudioTagHeader.decode(in);
        assertThat(header).isEqualTo(c.header);
        assertThat(header.sampleRate()).isEqualTo(c.sampleRate);
        assertThat(header.channels()).isEqualTo(c.header.stereo() ? 2 : 1);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(AudioTagHeader.lengthBytes(wire[0])).isEqualTo(wire.length);
    }

    @ParameterizedTest
    @FieldSource("AUDIO")
    void encodesAudio(Audio c) {
        var out = new ByteWriter();
        c.header.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.wire));
    }

    @Test
    void twoFrameTypesStartDecoding() {
        assertThat(VIDEO.stream().map(Video::header).filter(VideoTagHeader::isKey))
                .extracting(VideoTagHeader::frameType)
                .containsOnly(1, 4);
    }

    @Test
    void cutHeadersAreMalformed() {
        for (String cut : new String[] {"", "17", "17 01", "17 01 0000"}) {
            assertThatThrownBy(() -> VideoTagHeader.decode(new ByteReader(Hex.bytes(cut))))
                    .isInstanceOf(Malformed.class);
        }
        for (String cut : new String[] {"", "AF"}) {
            assertThatThrownBy(() -> AudioTagHeader.decode(new ByteReader(Hex.bytes(cut))))
                    .isInstanceOf(Malformed.class);
        }
    }
}
