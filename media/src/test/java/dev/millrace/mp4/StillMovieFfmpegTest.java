package dev.millrace.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// FFmpeg finds in a movie of one picture what was in the film, and decodes it to the same.
@Tag("slow")
class StillMovieFfmpegTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "h264, avc1, -c:v libx264 -preset ultrafast",
        "hevc, hvc1, -c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1",
        "vp9, vp09, -c:v libvpx-vp9 -deadline realtime -cpu-used 8",
        "av1, av01, -c:v libaom-av1 -cpu-used 8 -usage realtime",
    })
    void isThePictureOfTheFilm(String codec, String tag, String encoding) throws Exception {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc=s=322x182:r=25:d=1", "-pix_fmt", "yuv420p"));
        command.addAll(List.of(encoding.split(" ")));
        command.add("film.mp4");
        Tool.run(folder, command.toArray(String[]::new));
        byte[] film = Files.readAllBytes(folder.resolve("film.mp4"));
        Path still = folder.resolve("still.mp4");
        Files.write(still, StillMovieTest.ofFirstPicture(Mp4Reading.ofMovie(film)));

        String entries = "stream=codec_name,codec_tag_string,width,height,nb_read_frames,duration";
        String found =
                Tool.run(
                        folder,
                        "ffprobe -v error -count_frames -of csv=p=0 -show_entries",
                        entries,
                        "still.mp4");
        assertThat(found.strip()).isEqualTo(codec + "," + tag + ",322,182,1.000000,1");
        assertThat(picture("still.mp4")).isEqualTo(picture("film.mp4")).contains(",");
    }

    /// The checksum of the first picture.
    private String picture(String file) throws Exception {
        String listed = Tool.run(folder, "ffmpeg -v error -i", file, "-frames:v 1 -f framemd5 -");
        String line = listed.lines().filter(it -> it.startsWith("0,")).findFirst().orElseThrow();
        return line.substring(line.lastIndexOf(','));
    }
}
