package dev.millrace.relay;

import dev.millrace.channel.Channels;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaSource;
import dev.millrace.client.source.LoopingFile;
import dev.millrace.client.source.MediaSources;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.ffmpeg.Children;
import dev.millrace.relay.ffmpeg.FfmpegCommand;
import dev.millrace.relay.ffmpeg.FfmpegSource;
import dev.millrace.relay.ffmpeg.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the sources of relays: in this process wherever that is possible, else with FFmpeg. Any
/// thread.
final class Sources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    /// The relay notices a stall first, and says so; this is for when it is busy otherwise.
    private static final Duration READ_LATER = Duration.ofSeconds(5);

    /// Files are counted this often.
    private static final long DISK_CHECK_NS = Duration.ofSeconds(1).toNanos();

    private final Channels channels;
    private final Sessions sessions;
    private final FfmpegSettings settings;
    private final ConcurrentMap<ChannelName, OutputFolder> folders = new ConcurrentHashMap<>();
    private @Nullable Children children;
    private volatile long fileBytes;
    private long diskCheckedNs = System.nanoTime();

    Sources(Channels channels, Sessions sessions, FfmpegSettings settings) {
        this.channels = channels;
        this.sessions = sessions;
        this.settings = settings;
    }

    /// Ends what an earlier server left running, if this relay is one that may have left something.
    void prepare(RelaySettings relay) {
        if (relay.needsFfmpeg()) {
            try {
                children();
            } catch (IOException e) {
                LOG.warn("relay {} cannot start: {}", relay.name(), e.getMessage());
            }
        }
    }

    /// One run of a relay, not yet started.
    Run run(RelaySettings relay, Run.Listener to) {
        return new Pull(relay, () -> open(relay, to::said), channels, sessions, to);
    }

    /// Where a relay's FFmpeg writes files, if it does.
    Optional<OutputFolder> folder(ChannelName name) {
        return Optional.ofNullable(folders.get(name));
    }

    /// Removes files that are too many.
    ///
    /// @param tooMuch told of a relay that does not fit anyhow, and why
    void checkDisk(BiConsumer<ChannelName, String> tooMuch) {
        long nowNs = System.nanoTime();
        if (folders.isEmpty() || nowNs - diskCheckedNs < DISK_CHECK_NS) {
            return;
        }
        diskCheckedNs = nowNs;
        largestOnFullDisk().ifPresent(name -> tooMuch.accept(name, Children.DISK_FULL));
        long all = 0;
        for (Map.Entry<ChannelName, OutputFolder> entry : folders.entrySet()) {
            try {
                boolean fits = entry.getValue().trim();
                all += entry.getValue().bytesUsed();
                if (!fits) {
                    tooMuch.accept(entry.getKey(), "its files take more than relays[].disk_max");
                } else if (all > settings.diskBytesMax()) {
                    tooMuch.accept(
                            entry.getKey(),
                            "the files of all relays take more than ffmpeg.disk_max");
                }
            } catch (IOException e) {
                tooMuch.accept(entry.getKey(), "its files cannot be counted: " + e);
            }
        }
        fileBytes = all;
    }

    /// What all files take.
    long fileBytes() {
        return folders.isEmpty() ? 0 : fileBytes;
    }

    long fileBytesMax() {
        return settings.diskBytesMax();
    }

    /// The relay is another one, or none, from now on.
    void forget(ChannelName name) {
        folders.remove(name);
    }

    /// The relay that makes the most room when it goes, where there is none.
    private Optional<ChannelName> largestOnFullDisk() {
        Optional<ChannelName> largest = Optional.empty();
        long most = 0;
        for (Map.Entry<ChannelName, OutputFolder> entry : folders.entrySet()) {
            try {
                long bytes = entry.getValue().isDiskFull() ? entry.getValue().bytesUsed() : 0;
                if (bytes > most) {
                    largest = Optional.of(entry.getKey());
                    most = bytes;
                }
            } catch (IOException e) {
                LOG.warn("the disk of relay {} cannot be seen: {}", entry.getKey(), e.toString());
            }
        }
        return largest;
    }

    @Override
    public synchronized void close() {
        if (children != null) {
            children.close();
        }
    }

    private MediaSource open(RelaySettings relay, Consumer<String> said) throws IOException {
        if (!relay.needsFfmpeg()) {
            Duration timeout = relay.stallTimeout().plus(READ_LATER);
            ClientOptions options =
                    ClientOptions.DEFAULT.withReadTimeout(timeout).withSupervision(true);
            Optional<Source.Opening> opening = relay.source().opening();
            if (opening.isPresent()) {
                return opening.get().open(options, said);
            }
            Optional<Path> file = relay.source().file();
            return file.isPresent()
                    ? new LoopingFile(file.get())
                    : MediaSources.openRemote(relay.source().url(), options);
        }
        if (relay.source().feeding().isPresent()) {
            return feed(relay, relay.source().feeding().get(), said);
        }
        var command =
                new FfmpegCommand(
                        settings.program(),
                        relay.source().url(),
                        relay.ffmpeg().inputArgs(),
                        relay.ffmpeg().outputArgs());
        Children family = children();
        Optional<OutputFolder> folder =
                command.hasOutputDir() ? Optional.of(folder(relay, family)) : Optional.empty();
        return FfmpegSource.start(
                command,
                family,
                relay.ffmpeg().environment(),
                folder,
                line -> said.accept(relay.source().redact(line)));
    }

    private MediaSource feed(RelaySettings relay, Source.Feeding from, Consumer<String> said)
            throws IOException {
        var command =
                new FfmpegCommand(
                        settings.program(),
                        FfmpegCommand.STANDARD_INPUT,
                        relay.ffmpeg().inputArgs(),
                        relay.ffmpeg().outputArgs());
        return FfmpegSource.start(command, children(), from.begin(), said);
    }

    private OutputFolder folder(RelaySettings relay, Children family) {
        return folders.computeIfAbsent(
                relay.name(),
                name -> {
                    Path path = family.root().resolve("files").resolve(FolderName.of(name));
                    return new OutputFolder(path, relay.ffmpeg().diskBytesMax());
                });
    }

    private synchronized Children children() throws IOException {
        Children present = children;
        if (present == null) {
            present = Children.open(settings.root());
            children = present;
        }
        return present;
    }
}
