package dev.millrace.interop;

import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that plays until it has decoded a picture, or a few, and writes them to a file as they
/// are: 8 bits, 4:2:0, plane by plane.
enum Player {
    FFMPEG {
        @Override
        Program play(Output output, String url, Path pictures) {
            var command = new ArrayList<>(List.of("ffmpeg"));
            command.addAll(ffmpegArguments(url, pictures));
            return Program.start(command.toArray(String[]::new));
        }
    },
    FFMPEG_8 {
        @Override
        Program play(Output output, String url, Path pictures) {
            String[] arguments = ffmpegArguments(url, pictures).toArray(String[]::new);
            return Program.start(Ffmpeg8.environment(), Ffmpeg8.command(arguments));
        }
    },
    GSTREAMER {
        @Override
        Program play(Output output, String url, Path pictures) {
            String decode = " ! h264parse ! avdec_h264";
            String source =
                    switch (output) {
                        case RTMP, RTMPS ->
                                "rtmp2src tls-validation-flags=0 location=%s ! flvdemux" + decode;
                        case HTTP_FLV -> "souphttpsrc location=%s ! flvdemux" + decode;
                        case HTTP_TS -> "souphttpsrc location=%s ! tsdemux" + decode;
                        // hlsdemux, the older of two, does not end when it is asked to.
                        case HLS -> "uridecodebin3 uri=%s";
                    };
            String toFile =
                    " ! videoconvert ! video/x-raw,format=I420 ! identity eos-after=1"
                            + " ! filesink location=%s";
            return Gstreamer.start((source + toFile).formatted(url, pictures));
        }
    },
    VLC {
        @Override
        Program play(Output output, String url, Path pictures) {
            String toFile =
                    "#transcode{vcodec=I420}:std{access=file,mux=dummy,dst=%s}".formatted(pictures);
            return Vlc.start(
                    pictures,
                    "--run-time=1",
                    "--no-sout-audio",
                    "--no-sout-spu",
                    "--sout",
                    toFile,
                    url);
        }
    };

    abstract Program play(Output output, String url, Path pictures);

    private static List<String> ffmpegArguments(String url, Path pictures) {
        return List.of(
                "-v",
                "error",
                "-i",
                url,
                "-map",
                "0:v",
                "-frames:v",
                "1",
                "-pix_fmt",
                "yuv420p",
                "-f",
                "rawvideo",
                pictures.toString());
    }
}
