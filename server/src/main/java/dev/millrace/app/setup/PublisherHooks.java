package dev.millrace.app.setup;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.config.HooksConfig;
import dev.millrace.dvr.Recorded;
import dev.millrace.gateway.hls.Listed;
import dev.millrace.hook.Hook;
import dev.millrace.hook.HookAction;
import dev.millrace.hook.HookEvent;
import dev.millrace.hook.HookEvent.Login;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.hook.HookForm;
import dev.millrace.hook.Hooks;
import dev.millrace.hook.NotifyUrl;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Tells services what becomes of publications, and asks them where those are to go. Any thread.
public record PublisherHooks(
        Function<ChannelName, HooksConfig> settings, Channels channels, Hooks hooks) {
    /// A file of a recording is done.
    public void recorded(Recorded recorded) {
        HooksConfig config = settings.apply(recorded.channel());
        List<Hook> told = EntrySettings.hooks(config.onDvr(), config);
        if (!told.isEmpty()) {
            Map<String, Object> more =
                    Map.of(
                            "cwd", recorded.folder().toAbsolutePath().toString(),
                            "file", recorded.file().toString(),
                            "duration", recorded.duration().toMillis() / 1000.0,
                            "bytes", recorded.bytes());
            hooks.tell(told, event(HookAction.DVR, recorded.channel(), more));
        }
    }

    /// A segment of HLS is there. It is in no file: where SRS has one, there is its URL.
    public void listed(Listed listed) {
        HooksConfig config = settings.apply(listed.channel());
        if (config.onHls().isEmpty() && config.onHlsNotify().isEmpty()) {
            return;
        }
        Map<String, Object> more =
                Map.of(
                        "duration", listed.duration().toMillis() / 1000.0,
                        "cwd", "",
                        "file", listed.url(),
                        "url", listed.url(),
                        "m3u8", listed.playlist(),
                        "m3u8_url", listed.playlist(),
                        "seq_no", listed.number());
        hooks.tell(
                EntrySettings.hooks(config.onHls(), config),
                event(HookAction.HLS, listed.channel(), more));
        hooks.tell(
                config.onHlsNotify().stream().map(url -> notification(url, config)).toList(),
                event(HookAction.HLS_NOTIFY, listed.channel(), more));
    }

    private static Hook notification(String url, HooksConfig config) {
        return new Hook(
                NotifyUrl.pattern(url),
                HookForm.NOTIFY,
                config.timeout(),
                config.retryFor(),
                config.secret(),
                true);
    }

    /// Whether somebody says where publications of a channel are to go.
    boolean saysWhere(ChannelName channel) {
        return !settings.apply(channel).onForward().isEmpty();
    }

    /// Where one is to go, as URLs. Waits for whoever says that.
    ///
    /// @throws IOException if one of them does not say it; says why
    List<String> where(Publication publication) throws IOException, InterruptedException {
        ChannelName channel = publication.channel().name();
        HooksConfig config = settings.apply(channel);
        return hooks.urls(
                EntrySettings.hooks(config.onForward(), config),
                event(HookAction.FORWARD, channel, Optional.of(publication.publisher()), Map.of()));
    }

    /// Who has published it is known as long as it publishes.
    private HookEvent event(HookAction action, ChannelName channel, Map<String, Object> more) {
        Optional<Publisher> publisher =
                channels.find(channel).flatMap(Channel::publication).map(Publication::publisher);
        return event(action, channel, publisher, more);
    }

    private static HookEvent event(
            HookAction action,
            ChannelName channel,
            Optional<Publisher> publisher,
            Map<String, Object> more) {
        String query = publisher.map(it -> it.route().query()).orElse("");
        return new HookEvent(
                action,
                publisher.map(Publisher::id).orElse(""),
                publisher.map(Publisher::protocol).orElse(""),
                publisher.map(it -> it.remote().replaceFirst(":[0-9]+$", "")).orElse(""),
                channel,
                new Way("", query, "", "", Login.NONE),
                more);
    }
}
