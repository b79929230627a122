package dev.millrace.relay.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FfmpegCommandTest {
    private static String words(List<String> inputArgs, List<String> outputArgs) {
        var command = new FfmpegCommand("ffmpeg", "srt://cam", inputArgs, outputArgs);
        return String.join(" ", command.words(Optional.of("/ram/live;cam")));
    }

    @Test
    void aCopyIsWhatIsDoneUnlessSaidOtherwise() {
        assertThat(words(List.of(), List.of()))
                .isEqualTo(
                        "ffmpeg -hide_banner -nostdin -nostats -loglevel warning -y"
                                + " -i srt://cam -c copy -f mpegts pipe:1");
    }

    @Test
    @DisplayName("V16: there are arguments in front of the source")
    void argumentsStandWhereTheyBelong() {
        assertThat(words(List.of("-rtsp_transport", "tcp"), List.of("-c:v", "libx264")))
                .endsWith("-y -rtsp_transport tcp -i srt://cam -c:v libx264 -f mpegts pipe:1");
    }

    @Test
    void filesAreAnOutputOfTheirOwn() {
        assertThat(words(List.of(), List.of("-c", "copy", "{output_dir}/index.m3u8")))
                .endsWith("-i srt://cam -c copy /ram/live;cam/index.m3u8 -c copy -f mpegts pipe:1");
    }
}
