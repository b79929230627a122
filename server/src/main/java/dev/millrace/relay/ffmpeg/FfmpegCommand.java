package dev.millrace.relay.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What FFmpeg is told. Whatever else it writes, a transport stream comes out of it, on standard
/// output, for the channel.
///
/// @param program its name or path
/// @param inputArgs in front of the source, such as `-rtsp_transport tcp`
/// @param outputArgs what happens to the streams: codecs, filters; empty is a copy. With
///   [#OUTPUT_DIR] in them they name an output of their own, and the channel gets a copy
public record FfmpegCommand(
        String program, String source, List<String> inputArgs, List<String> outputArgs) {
    /// What FFmpeg calls it as a source.
    public static final String STANDARD_INPUT = "pipe:0";

    /// Stands for a folder of its own.
    public static final String OUTPUT_DIR = "{output_dir}";

    /// Nothing is asked, progress is not reported, and what is said is worth reading.
    private static final List<String> QUIET =
            List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "warning", "-y");

    private static final List<String> COPY = List.of("-c", "copy");
    private static final List<String> TO_CHANNEL = List.of("-f", "mpegts", "pipe:1");

    public FfmpegCommand {
        inputArgs = List.copyOf(inputArgs);
        outputArgs = List.copyOf(outputArgs);
    }

    /// Whether it writes files.
    public boolean hasOutputDir() {
        return outputArgs.stream().anyMatch(arg -> arg.contains(OUTPUT_DIR));
    }

    /// The program and its arguments.
    ///
    /// @param outputDir must be there if [#hasOutputDir]
    List<String> words(Optional<String> outputDir) {
        var words = new ArrayList<String>();
        words.add(program);
        words.addAll(QUIET);
        words.addAll(inputArgs);
        words.addAll(List.of("-i", source));
        if (hasOutputDir()) {
            String folder = outputDir.orElseThrow();
            outputArgs.forEach(arg -> words.add(arg.replace(OUTPUT_DIR, folder)));
            words.addAll(COPY);
        } else {
            words.addAll(outputArgs.isEmpty() ? COPY : outputArgs);
        }
        words.addAll(TO_CHANNEL);
        return words;
    }
}
