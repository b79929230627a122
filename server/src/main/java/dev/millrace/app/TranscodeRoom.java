package dev.millrace.app;

import dev.millrace.channel.Channels;
import dev.millrace.config.transcode.AudioConfig;
import dev.millrace.config.transcode.TranscodeConfig;
import dev.millrace.config.transcode.VideoConfig;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.ChannelPattern;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Housekeeper;
import dev.millrace.relay.Relays;
import dev.millrace.transcode.Engine;
import dev.millrace.transcode.Transcodes;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Transcoding, from the moment on that there is something to transcode: a server that has none
/// loads none of it. Called by the housekeeper alone.
final class TranscodeRoom implements Housekeeper.Chore {
    private final Current current;
    private final Channels channels;
    private final Relays relays;
    private @Nullable Transcodes transcodes;
    private List<TranscodeConfig> configured = List.of();
    private List<Engine> engines = List.of();

    /// Patterns that are equal match the same.
    private record Match(ChannelPattern pattern) implements Predicate<ChannelName> {
        @Override
        public boolean test(ChannelName name) {
            return pattern.matches(name);
        }
    }

    TranscodeRoom(Current current, Channels channels, Relays relays) {
        this.current = current;
        this.channels = channels;
        this.relays = relays;
    }

    @Override
    public void tick(long nowNs) {
        List<TranscodeConfig> now = current.config().transcode();
        Transcodes running = transcodes;
        if (running == null && now.isEmpty()) {
            return;
        }
        if (!now.equals(configured)) {
            configured = now;
            engines = now.stream().map(TranscodeRoom::engine).toList();
        }
        if (running == null) {
            running = new Transcodes(channels, relays, this::engines);
            transcodes = running;
        }
        running.tick(nowNs);
    }

    private List<Engine> engines() {
        return engines;
    }

    private static Engine engine(TranscodeConfig of) {
        return new Engine(
                of.name(),
                new Match(of.match()),
                video(of.video()),
                audio(of.audio()),
                of.inputArgs(),
                of.args(),
                of.outputTemplate(),
                of.renditions().stream()
                        .map(it -> new Engine.Rendition(it.lines(), it.bitrate().bitsPerSecond()))
                        .toList());
    }

    private static Engine.Video video(VideoConfig of) {
        return new Engine.Video(
                of.codec(),
                of.bitrate().map(Bitrate::bitsPerSecond),
                of.size().map(it -> "%d:%d".formatted(it.width(), it.height())),
                of.rate(),
                of.profile(),
                of.preset(),
                of.filter());
    }

    private static Engine.Audio audio(AudioConfig of) {
        return new Engine.Audio(
                of.codec(), of.bitrate().map(Bitrate::bitsPerSecond), of.rate(), of.channels());
    }
}
