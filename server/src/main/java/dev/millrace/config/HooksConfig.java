package dev.millrace.config;

import static dev.millrace.config.key.UrlTypes.notifications;
import static dev.millrace.config.key.UrlTypes.serviceUrls;
import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.optional;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HookDown;
import dev.millrace.config.value.HookFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Services that are asked, or told, when somebody comes and goes.
///
/// @param timeout how long one of them may take to answer
/// @param retryFor how long those are tried to be told who could not be
/// @param secret what the calls are signed with; empty if they are not
/// @param whenDown what is done where there is no answer
public record HooksConfig(
        List<URI> onConnect,
        List<URI> onClose,
        List<URI> onPublish,
        List<URI> onUnpublish,
        List<URI> onPlay,
        List<URI> onStop,
        List<URI> onDvr,
        List<URI> onForward,
        List<URI> onHls,
        List<String> onHlsNotify,
        HookFormat format,
        Duration timeout,
        Duration retryFor,
        Optional<String> secret,
        HookDown whenDown) {
    static final Key<List<URI>> ON_CONNECT =
            urls("on_connect", "Asked when an RTMP client connects.");
    static final Key<List<URI>> ON_CLOSE = urls("on_close", "Told when an RTMP client has left.");
    static final Key<List<URI>> ON_PUBLISH = urls("on_publish", "Asked before somebody publishes.");
    static final Key<List<URI>> ON_UNPUBLISH =
            urls("on_unpublish", "Told when somebody publishes no longer.");
    static final Key<List<URI>> ON_PLAY =
            urls("on_play", "Asked before somebody plays, over any protocol.");
    static final Key<List<URI>> ON_STOP = urls("on_stop", "Told when somebody plays no longer.");
    static final Key<List<URI>> ON_DVR = urls("on_dvr", "Told when a file of a recording is done.");
    public static final Key<List<URI>> ON_FORWARD =
            urls(
                    "on_forward",
                    "Asked where each publication is to be forwarded, besides `forward.to`.");
    static final Key<List<URI>> ON_HLS =
            urls(
                    "on_hls",
                    "Told when a segment of HLS is there, which is then made of everything that is"
                            + " published.");
    static final Key<List<String>> ON_HLS_NOTIFY =
            new Key<>(
                    "hooks.on_hls_notify",
                    notifications(),
                    "none",
                    "The same by GET, of URLs with `[vhost]`, `[app]`, `[stream]` and `[ts_url]` in"
                            + " them, which is where the segment is.");
    static final Key<HookFormat> FORMAT =
            new Key<>(
                    "hooks.format",
                    choice(HookFormat.class),
                    "srs",
                    "The form of the calls: JSON as `srs` sends it, answered by 200 with `0` or"
                            + " `{\"code\": 0}`; or a form as nginx-rtmp sends it, answered by any"
                            + " 2xx.");
    static final Key<Duration> TIMEOUT =
            new Key<>(
                    "hooks.timeout",
                    duration(ofMillis(10), ofMinutes(1)),
                    "5s",
                    "How long a call may take.");
    static final Key<Duration> RETRY_FOR =
            new Key<>(
                    "hooks.retry_for",
                    duration(Duration.ZERO, ofHours(24)),
                    "5m",
                    "How long it is tried to tell what could not be told.");
    static final Key<Optional<String>> SECRET =
            new Key<>(
                    "hooks.secret",
                    optional(ValueTypes.secret(), "off"),
                    "off",
                    "Signs each call, in the header `Millrace-Signature`.");
    static final Key<HookDown> WHEN_DOWN =
            new Key<>(
                    "hooks.when_down",
                    choice(HookDown.class),
                    "refuse",
                    "Whether to `refuse` or to `allow` where a service does not answer.");

    static final List<Key<?>> KEYS =
            List.of(
                    ON_CONNECT,
                    ON_CLOSE,
                    ON_PUBLISH,
                    ON_UNPUBLISH,
                    ON_PLAY,
                    ON_STOP,
                    ON_DVR,
                    ON_FORWARD,
                    ON_HLS,
                    ON_HLS_NOTIFY,
                    FORMAT,
                    TIMEOUT,
                    RETRY_FOR,
                    SECRET,
                    WHEN_DOWN);

    public HooksConfig {
        TIMEOUT.check(timeout);
        RETRY_FOR.check(retryFor);
        ON_HLS_NOTIFY.check(onHlsNotify);
    }

    static HooksConfig from(Values values) {
        return new HooksConfig(
                values.get(ON_CONNECT),
                values.get(ON_CLOSE),
                values.get(ON_PUBLISH),
                values.get(ON_UNPUBLISH),
                values.get(ON_PLAY),
                values.get(ON_STOP),
                values.get(ON_DVR),
                values.get(ON_FORWARD),
                values.get(ON_HLS),
                values.get(ON_HLS_NOTIFY),
                values.get(FORMAT),
                values.get(TIMEOUT),
                values.get(RETRY_FOR),
                values.get(SECRET),
                values.get(WHEN_DOWN));
    }

    private static Key<List<URI>> urls(String event, String about) {
        return new Key<>("hooks." + event, serviceUrls(), "none", about);
    }
}
