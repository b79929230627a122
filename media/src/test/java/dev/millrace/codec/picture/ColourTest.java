package dev.millrace.codec.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourTest {
    /// The names that ffprobe has for the same codes.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, bt709, bt709, bt709, SDR",
        "9, 16, 9, bt2020, smpte2084, bt2020nc, PQ",
        "9, 18, 10, bt2020, arib-std-b67, bt2020c, HLG",
        "5, 4, 5, bt470bg, bt470m, bt470bg, SDR",
        "6, 6, 4, smpte170m, smpte170m, fcc, SDR",
        "12, 13, 0, smpte432, iec61966-2-1, gbr, SDR",
        "2, 2, 2, unspecified, unspecified, unspecified, SDR",
        "99, 98, 97, code 99, code 98, code 97, SDR",
    })
    void namesTheCodes(
            int primaries,
            int transfer,
            int matrix,
            String primariesName,
            String transferName,
            String matrixName,
            String range) {
        var colour = new Colour(primaries, transfer, matrix, false);
        assertThat(colour.primariesName()).isEqualTo(primariesName);
        assertThat(colour.transferName()).isEqualTo(transferName);
        assertThat(colour.matrixName()).isEqualTo(matrixName);
        assertThat(colour.videoRange()).isEqualTo(range);
        assertThat(colour.isSpecified()).isEqualTo(primaries != 2);
    }

    @Test
    void onlySrgbWithoutMixingIsRgb() {
        assertThat(new Colour(1, 13, 0, false).isRgb()).isTrue();
        assertThat(new Colour(1, 13, 1, false).isRgb()).isFalse();
    }
}
