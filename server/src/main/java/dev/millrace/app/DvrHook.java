package dev.millrace.app;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.config.HooksConfig;
import dev.millrace.dvr.Recorded;
import dev.millrace.hook.Hook;
import dev.millrace.hook.HookAction;
import dev.millrace.hook.HookEvent;
import dev.millrace.hook.HookEvent.Login;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.hook.Hooks;
import dev.millrace.media.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tells services of files that are done.
record DvrHook(Function<ChannelName, HooksConfig> settings, Channels channels, Hooks hooks)
        implements Consumer<Recorded> {
    @Override
    public void accept(Recorded recorded) {
        HooksConfig config = settings.apply(recorded.channel());
        List<Hook> told = EntrySettings.hooks(config.onDvr(), config);
        if (!told.isEmpty()) {
            hooks.tell(told, event(recorded));
        }
    }

    /// Who has published it is known as long as it publishes.
    private HookEvent event(Recorded recorded) {
        Optional<Publisher> publisher =
                channels.find(recorded.channel())
                        .flatMap(Channel::publication)
                        .map(Publication::publisher);
        return new HookEvent(
                HookAction.DVR,
                publisher.map(Publisher::id).orElse(""),
                publisher.map(Publisher::protocol).orElse(""),
                publisher.map(it -> it.remote().replaceFirst(":[0-9]+$", "")).orElse(""),
                recorded.channel(),
                new Way("", "", "", "", Login.NONE),
                Map.of(
                        "cwd",
                        recorded.folder().toAbsolutePath().toString(),
                        "file",
                        recorded.file().toString(),
                        "duration",
                        recorded.duration().toMillis() / 1000.0,
                        "bytes",
                        recorded.bytes()));
    }
}
