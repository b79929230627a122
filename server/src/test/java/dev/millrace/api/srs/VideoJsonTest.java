package dev.millrace.api.srs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.SampleCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoJsonTest {
    @ParameterizedTest
    @CsvSource({
        "H264, Baseline, Baseline",
        "H264, Constrained Baseline, Baseline(Constrained)",
        "H264, Main, Main",
        "H264, High, High",
        "H264, Progressive High, High",
        "H264, High 10, High(10)",
        "H264, High 4:2:2, High(422)",
        "H264, High 4:4:4 Predictive, High(444+Predictive)",
        "HEVC, Main 10, Main10"
    })
    void profilesAreInTheWordsOfSrs(String codec, String ours, String theirs) {
        assertThat(VideoJson.profile(codec, ours)).isEqualTo(theirs);
    }

    @Test
    void codecsAreInTheWordsOfSrs() {
        assertThat(VideoJson.of(SampleCodecs.HEVC).codec()).isEqualTo("HEVC");
        assertThat(VideoJson.of(SampleCodecs.AV1).codec()).isEqualTo("AV1");
        assertThat(VideoJson.word(SampleCodecs.EAC3)).isEqualTo("EAC3");
        AudioJson opus = AudioJson.of(SampleCodecs.OPUS);
        assertThat(opus.codec()).isEqualTo("Opus");
        assertThat(opus.profile()).isEmpty();
    }
}
