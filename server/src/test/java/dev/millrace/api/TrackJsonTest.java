package dev.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.codec.Codec;
import dev.millrace.testing.SampleCodecs;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TrackJsonTest {
    static final List<Arguments> TRACKS =
            List.of(
                    arguments(
                            SampleCodecs.HEVC,
                            "{kind=video, codec=HEVC, codecs=hvc1.2.4.L123.90, profile=Main 10,"
                                    + " level=4.1, width=1920, height=1080, frameRate=50.0,"
                                    + " bitDepth=10, chroma=4:2:0, colour={primaries=bt2020,"
                                    + " transfer=smpte2084, matrix=bt2020nc, range=limited,"
                                    + " dynamicRange=PQ}, bitrate=7}"),
                    arguments(
                            SampleCodecs.AV1,
                            "{kind=video, codec=AV1, codecs=av01.0.00M.10.0.110.09.18.09.0,"
                                    + " profile=Main, level=2.0, width=320, height=240,"
                                    + " bitDepth=10, chroma=4:2:0, colour={primaries=bt2020,"
                                    + " transfer=arib-std-b67, matrix=bt2020nc, range=limited,"
                                    + " dynamicRange=HLG}, bitrate=7}"),
                    arguments(
                            SampleCodecs.VP9,
                            "{kind=video, codec=VP9, codecs=vp09.00.21.08.01.01.01.01.00,"
                                    + " profile=Profile 0, level=2.1, bitDepth=8, chroma=4:2:0,"
                                    + " colour={primaries=bt709, transfer=bt709, matrix=bt709,"
                                    + " range=limited, dynamicRange=SDR}, bitrate=7}"),
                    arguments(
                            SampleCodecs.OPUS,
                            "{kind=audio, codec=Opus, codecs=opus, sampleRate=48000, channels=6,"
                                    + " channelLayout=5.1, bitrate=7}"),
                    arguments(
                            SampleCodecs.FLAC,
                            "{kind=audio, codec=FLAC, codecs=fLaC, sampleRate=48000, channels=2,"
                                    + " channelLayout=stereo, bitDepth=16, bitrate=7}"),
                    arguments(
                            SampleCodecs.AC3,
                            "{kind=audio, codec=AC-3, codecs=ac-3, sampleRate=44100, channels=6,"
                                    + " channelLayout=5.1, bitrate=7}"),
                    arguments(
                            SampleCodecs.EAC3,
                            "{kind=audio, codec=E-AC-3, codecs=ec-3, sampleRate=48000,"
                                    + " channels=2, channelLayout=stereo, bitrate=7}"));

    @ParameterizedTest
    @FieldSource("TRACKS")
    void saysWhatTheCodecSays(Codec codec, String json) {
        assertThat(TrackJson.of(codec, 7)).hasToString(json);
    }
}
