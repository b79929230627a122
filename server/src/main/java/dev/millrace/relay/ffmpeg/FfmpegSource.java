package dev.millrace.relay.ffmpeg;

import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.TsStreamReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What FFmpeg makes of a source. One thread plays; any thread may close, and waits until the last
/// process is gone.
public final class FfmpegSource implements MediaSource {
    /// Exit codes above are signals, as a shell counts them.
    private static final int SIGNALS = 128;

    private final Child child;
    private final TsStreamReader pipe;
    private final Optional<OutputFolder> folder;

    private FfmpegSource(Child child, Optional<OutputFolder> folder) {
        this.child = child;
        this.pipe = new TsStreamReader(child.output());
        this.folder = folder;
    }

    /// Starts FFmpeg.
    ///
    /// @param environment in addition to the server's own
    /// @param folder where it writes files, emptied before and removed after it; must be there if
    ///   the command names one
    /// @param said takes what FFmpeg complains about, line by line, on a thread of its own; it may
    ///   hold credentials
    /// @throws IOException if there is no such program, or files cannot be written
    public static FfmpegSource start(
            FfmpegCommand command,
            Children children,
            Map<String, String> environment,
            Optional<OutputFolder> folder,
            Consumer<String> said)
            throws IOException {
        if (folder.isPresent()) {
            folder.get().make();
        }
        var words = command.words(folder.map(it -> it.path().toString()));
        if (!command.program().contains("/") && !Child.isOnPath(command.program())) {
            throw new IOException(
                    "%s is not installed; install FFmpeg, or say where it is with ffmpeg.program"
                            .formatted(command.program()));
        }
        return new FfmpegSource(children.start(words, environment, said), folder);
    }

    @Override
    public MediaEvent next() throws IOException {
        MediaEvent event = pipe.next();
        return event instanceof MediaEvent.Ended ? end() : event;
    }

    /// What FFmpeg takes of the memory, as it was a few seconds ago at most.
    public long residentBytes() {
        return child.residentBytes();
    }

    @Override
    public void close() {
        child.end();
        pipe.close();
        folder.ifPresent(OutputFolder::remove);
    }

    private MediaEvent end() throws IOException {
        int code = child.awaitExit();
        if (code == 0) {
            return new MediaEvent.Ended("ffmpeg came to the end of it");
        }
        String how =
                code > SIGNALS
                        ? "ffmpeg was ended by signal " + (code - SIGNALS)
                        : "ffmpeg ended with exit code " + code;
        String last = child.lastWords();
        throw new IOException(last.isEmpty() ? how : how + ": " + last);
    }
}
