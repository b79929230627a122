package dev.millrace.relay.ffmpeg;

import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.TsStreamReader;
import dev.millrace.media.Frame;
import java.io.IOException;
import java.io.OutputStream;
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
    private final Optional<Feed> feed;

    private FfmpegSource(Child child, Optional<OutputFolder> folder, Optional<Feed> feed) {
        this.child = child;
        this.pipe =
                feed.map(it -> new TsStreamReader(child.output(), it.programs()))
                        .orElseGet(() -> new TsStreamReader(child.output()));
        this.folder = folder;
        this.feed = feed;
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
        requireProgram(command.program());
        var words = command.words(folder.map(it -> it.path().toString()));
        return new FfmpegSource(children.start(words, environment, said), folder, Optional.empty());
    }

    /// Starts FFmpeg, which reads what it is fed with.
    ///
    /// @param feed closed with this
    /// @param said takes what FFmpeg complains about, line by line, on a thread of its own
    /// @throws IOException if there is no such program
    public static FfmpegSource start(
            FfmpegCommand command, Children children, Feed feed, Consumer<String> said)
            throws IOException {
        Child child;
        try {
            requireProgram(command.program());
            child = children.start(command.words(Optional.empty()), Map.of(), true, said);
        } catch (IOException e) {
            feed.close();
            throw e;
        }
        Thread.ofPlatform()
                .daemon()
                .name("feed " + child.pid())
                .start(() -> write(feed, child.input(), said));
        return new FfmpegSource(child, Optional.empty(), Optional.of(feed));
    }

    private static void write(Feed feed, OutputStream to, Consumer<String> said) {
        try {
            feed.run(to, said);
        } catch (IOException e) {
            // FFmpeg has gone; its output says so, and why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feed.close();
        }
    }

    private static void requireProgram(String program) throws IOException {
        if (!program.contains("/") && !Child.isOnPath(program)) {
            throw new IOException(
                    "%s is not installed; install FFmpeg, or say where it is with ffmpeg.program"
                            .formatted(program));
        }
    }

    @Override
    public MediaEvent next() throws IOException {
        MediaEvent event = pipe.next();
        return switch (event) {
            case MediaEvent.Ended _ -> end();
            case MediaEvent.Media(var frame) when feed.isPresent() -> {
                long dtsUs = frame.header().dtsUs() + feed.get().offsetUs();
                yield new MediaEvent.Media(new Frame(frame.header().at(dtsUs), frame.payload()));
            }
            default -> event;
        };
    }

    @Override
    public int stream() {
        return pipe.stream();
    }

    /// What FFmpeg takes of the memory, as it was a few seconds ago at most.
    public long residentBytes() {
        return child.residentBytes();
    }

    @Override
    public void close() {
        feed.ifPresent(Feed::close);
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
