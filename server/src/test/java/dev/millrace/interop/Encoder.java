package dev.millrace.interop;

import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import java.nio.file.Path;
import java.util.List;

/// A program that publishes an FLV file in real time, without encoding it again: what is played can
/// be compared with the file.
enum Encoder {
    FFMPEG {
        @Override
        Program publish(Path clip, String url) {
            return Program.start(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-re",
                    "-i",
                    clip.toString(),
                    "-c",
                    "copy",
                    "-f",
                    "flv",
                    url);
        }
    },
    FFMPEG_8 {
        @Override
        Program publish(Path clip, String url) {
            List<String> command =
                    Ffmpeg8.command(
                            "-v",
                            "error",
                            "-re",
                            "-i",
                            clip.toString(),
                            "-c",
                            "copy",
                            "-f",
                            "flv",
                            url);
            return Program.start(Ffmpeg8.environment(), command);
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
}
