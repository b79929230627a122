package dev.millrace.interop;

import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that publishes an FLV file in real time, without encoding it again: what is played can
/// be compared with the file.
enum Encoder {
    FFMPEG {
        @Override
        Program publish(Path clip, String url) {
            var command = new ArrayList<String>(List.of("ffmpeg"));
            command.addAll(ffmpegArguments(clip, url));
            return Program.start(Map.of(), command);
        }
    },
    FFMPEG_8 {
        @Override
        Program publish(Path clip, String url) {
            String[] arguments = ffmpegArguments(clip, url).toArray(String[]::new);
            return Program.start(Ffmpeg8.environment(), Ffmpeg8.command(arguments));
        }
    },
    GSTREAMER {
        @Override
        Program publish(Path clip, String url) {
            return Gstreamer.start(
                    """
                    filesrc location=%s ! flvdemux name=in \
                    flvmux name=out streamable=true \
                    ! rtmp2sink location=%s tls-validation-flags=0 \
                    in.video ! queue ! h264parse ! out. \
                    in.audio ! queue ! aacparse ! out.\
                    """
                            .formatted(clip, url));
        }
    },
    VLC {
        @Override
        Program publish(Path clip, String url) {
            return Vlc.start(
                    clip,
                    "--sout",
                    "#std{access=avio,mux=ffmpeg{mux=flv},dst=%s}".formatted(url),
                    clip.toString());
        }
    };

    abstract Program publish(Path clip, String url);

    private static List<String> ffmpegArguments(Path clip, String url) {
        String arguments = "-v error -re -i %s -c copy -f flv %s".formatted(clip, url);
        return List.of(arguments.split(" "));
    }
}
