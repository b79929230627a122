package dev.millrace.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteReader;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.VideoCodec;
import dev.millrace.codec.Vp9Config;
import dev.millrace.media.Frame;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.write.StillMovie;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StillMovieTest {
    private static final byte[] PICTURE = {0, 0, 0, 2, 0x65, 1};

    /// The first bytes of a key frame of 320 by 240.
    private static final byte[] VP9_KEY_FRAME = Box.hex("82 498342 00 13F0 0EF0 00");

    private final TestCard card =
            new TestCard(TestCardSettings.DEFAULT.withSize(160, 90).withFrameRate(25, 25), 0);

    @Test
    void isReadAsOneKeyFrameOfThatCodec() throws Exception {
        var codec = (VideoCodec) card.videoConfig();
        Mp4Reading reading = Mp4Reading.ofMovie(movie(codec));
        assertThat(reading.ignored()).isEmpty();
        assertThat(reading.codecs()).containsExactly(codec);
        assertThat(reading.frames()).hasSize(1);
        Frame frame = reading.frames().getFirst();
        assertThat(frame.payload()).isEqualTo(PICTURE);
        assertThat(frame.header().key()).isTrue();
        assertThat(frame.header().ptsUs()).isZero();
    }

    @Test
    void whatPlayersNeedIsInFrontOfThePicture() throws Exception {
        var types = new ArrayList<String>();
        byte[] movie = movie((VideoCodec) card.videoConfig());
        for (var boxes = new Boxes(new ByteReader(movie)); boxes.next(); ) {
            types.add(boxes.type());
        }
        assertThat(types).containsExactly("ftyp", "moov", "mdat");
        assertThat(movie).endsWith(PICTURE);
    }

    /// RTMP has the body with the version of the box in front or without it.
    @ParameterizedTest
    @ValueSource(strings = {"0015 82 010101 0000", "01000000 0015 82 010101 0000"})
    void vp9HasTheVersionOfItsBox(String record) throws Exception {
        Vp9Config vp9 = Vp9Config.parse(Box.hex(record));
        assertThat(StillMovie.head(vp9, 1)).as("without a size").isEmpty();
        byte[] movie = movie(vp9.withSizeOf(VP9_KEY_FRAME));
        assertThat(movie).containsSequence(Box.of("vpcC", Box.hex("01000000 0015 82 010101 0000")));
        assertThat(movie).containsSequence(Box.hex("0140 00F0 00480000"));
    }

    @Test
    void withoutASizeThereIsNoMovie() throws Exception {
        Av1Config silent = Av1Config.parse(Box.hex("81004C00"));
        assertThat(StillMovie.head(silent, 1)).isEmpty();
    }

    private static byte[] movie(VideoCodec codec) {
        return Box.join(StillMovie.head(codec, PICTURE.length).orElseThrow(), PICTURE);
    }

    /// Of a file, as the bus would have it.
    static byte[] ofFirstPicture(Mp4Reading reading) {
        var codec = (VideoCodec) reading.codecs().getFirst();
        byte[] payload = reading.frames().getFirst().payload();
        List<byte[]> parts = List.of(StillMovie.head(codec, payload.length).orElseThrow(), payload);
        return Box.join(parts.toArray(byte[][]::new));
    }
}
