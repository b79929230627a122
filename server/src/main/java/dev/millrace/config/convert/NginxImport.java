package dev.millrace.config.convert;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `nginx.conf` with a block `rtmp`, as the RTMP module reads it.
final class NginxImport {
    private static final int SEGMENTS_MIN = 3;
    private static final int SEGMENTS_MAX = 100;

    /// A key for as many segments as there may be.
    private static final String KEY_FOR_ALL = "10000";

    private static final Map<String, String> HOOKS =
            Map.of(
                    "on_publish", "on_publish",
                    "on_publish_done", "on_unpublish",
                    "on_play", "on_play",
                    "on_play_done", "on_stop",
                    "on_record_done", "on_dvr");

    /// What is run when something happens, and what tells a service of the same.
    private static final Map<String, String> PROGRAMS =
            Map.of(
                    "exec_publish", "hooks.on_publish",
                    "exec_publish_done", "hooks.on_unpublish",
                    "exec_play", "hooks.on_play",
                    "exec_play_done", "hooks.on_stop",
                    "exec_record_done", "hooks.on_dvr");

    private static final Set<String> OF_PROGRAMS =
            Set.of("exec_options", "exec_kill_signal", "respawn", "respawn_timeout");

    /// What this server does in any case.
    private static final Set<String> USUAL =
            Set.of(
                    "live",
                    "push_reconnect",
                    "pull_reconnect",
                    "relay_buffer",
                    "session_relay",
                    "meta",
                    "wait_key",
                    "wait_video",
                    "interleave",
                    "sync",
                    "gop_cache",
                    "buflen",
                    "ack_window",
                    "ping",
                    "ping_timeout",
                    "max_message",
                    "out_queue",
                    "out_cork",
                    "busy",
                    "play_time_fix",
                    "publish_time_fix",
                    "publish_notify",
                    "play_restart",
                    "notify_method",
                    "hls_cleanup",
                    "hls_nested",
                    "hls_continuous",
                    "hls_sync");

    private final Conversion to = new Conversion();
    private int rules;

    private NginxImport() {}

    static Conversion of(List<Directive> file) throws BadFileException {
        var conversion = new NginxImport();
        Directive rtmp =
                file.stream()
                        .filter(it -> it.name().equals("rtmp"))
                        .findFirst()
                        .orElseThrow(() -> new BadFileException("there is no block rtmp in it"));
        for (Directive it : file) {
            if (it.name().equals("http")) {
                conversion.to.none(
                        it.line(),
                        "http {…}",
                        "nginx may go on with it; streams, API and metrics are at http.listen");
            } else if (!it.name().equals("rtmp")) {
                conversion.to.none(it.line(), it, "it is about the processes of nginx");
            }
        }
        conversion.to.set("hls.enabled", "false"); // but for applications that have it
        rtmp.block().forEach(conversion::server);
        return conversion.to;
    }

    private void server(Directive it) {
        switch (it.name()) {
            case "server" -> it.block().forEach(this::server);
            case "listen" -> listen(it);
            case "chunk_size" -> to.set("rtmp.chunk_size", it.word());
            case "max_connections" -> to.set("rtmp.connections_max", it.word());
            case "timeout" -> time(it, "rtmp.idle_timeout");
            case "on_connect" -> hook(it, "hooks.on_connect", "");
            case "on_disconnect" -> hook(it, "hooks.on_close", "");
            case "application" -> application(it);
            case "access_log", "log_format" -> to.none(it.line(), it, "log.format and log.file");
            case "allow", "deny" -> to.none(it.line(), it, "write it into the applications");
            default -> anywhere(it);
        }
    }

    private void listen(Directive it) {
        Words.place(it.word())
                .ifPresentOrElse(
                        place -> to.add("rtmp.listen", place),
                        () -> to.none(it.line(), it, it.word() + " is no place to listen"));
        List<String> options =
                it.words().subList(Math.min(1, it.words().size()), it.words().size());
        if (!options.isEmpty()) {
            to.none(it.line(), String.join(" ", options), "there are no options of a port");
        }
    }

    private void anywhere(Directive it) {
        String hook = PROGRAMS.get(it.name());
        if (hook != null) {
            to.later(it.line(), it, "no program is run; a service can be told with " + hook);
        } else if (it.name().equals("exec_static")) {
            to.later(
                    it.line(),
                    it,
                    "what is fetched as long as it runs is a relay (docs/relays.md)");
        } else if (it.name().equals("exec_pull")) {
            to.later(
                    it.line(),
                    it,
                    "what is fetched while somebody watches is a relay (docs/relays.md)");
        } else if (OF_PROGRAMS.contains(it.name())) {
            to.none(it.line(), it, "FFmpeg is ended and started anew by itself");
        } else if (!USUAL.contains(it.name())) {
            to.none(it.line(), it, "it is not known here");
        }
    }

    private void time(Directive it, String key) {
        Words.time(it.word())
                .ifPresentOrElse(
                        time -> to.set(key, time), () -> to.none(it.line(), it, "this is no time"));
    }

    private void hook(Directive it, String key, String prefix) {
        to.set(prefix + key, String.join(" ", it.words()));
        to.set(prefix + "hooks.format", "nginx");
    }

    private void application(Directive app) {
        String name = app.word();
        if (!name.matches("[A-Za-z0-9_.~@:+=,!/-]+")) {
            to.none(
                    app.line(),
                    "application " + name,
                    "a name of letters, digits and -_.~@:+=,! is needed");
            return;
        }
        String prefix = "rules[%d].".formatted(rules++);
        to.set(prefix + "match", name + "/*");
        boolean live = app.find("live").filter(Directive::isOn).isPresent();
        if (!live) {
            to.none(
                    app.line(),
                    "application " + name,
                    "it is not live; recordings can be played at /vod/ (docs/recording.md)");
        }
        for (Directive it : app.block()) {
            take(it, prefix);
        }
        hls(app, prefix);
        new NginxRecord(to, prefix).take(app);
        new NginxAccess(to, prefix).take(app);
        new NginxRelay(to, prefix).take(app);
        new NginxExec(to, prefix, name).take(app);
    }

    private void take(Directive it, String prefix) {
        switch (it.name()) {
            case "allow",
                    "deny",
                    "hls",
                    "hls_fragment",
                    "hls_fragments_per_key",
                    "hls_keys",
                    "hls_playlist_length",
                    "push",
                    "pull",
                    "exec",
                    "exec_push",
                    "exec_static" -> {} // taken together
            case "drop_idle_publisher" -> time(it, "rtmp.idle_timeout");
            case "idle_streams" ->
                    to.none(it.line(), it, "viewers wait as long as rtmp.play_wait says");
            case "play" ->
                    to.none(it.line(), it, "recordings can be played at /vod/ (docs/recording.md)");
            case "on_done" -> {
                hook(it, "hooks.on_unpublish", prefix);
                hook(it, "hooks.on_stop", prefix);
            }
            case "on_update",
                    "notify_update_timeout",
                    "notify_update_strict",
                    "notify_relay_redirect" ->
                    to.none(
                            it.line(),
                            it,
                            "services are asked when somebody comes, and told when they go");
            case "hls_path",
                    "hls_fragment_naming",
                    "hls_fragment_slicing",
                    "hls_base_url",
                    "hls_variant",
                    "hls_type" ->
                    to.none(it.line(), it, "segments are in memory, at /app/stream.m3u8");
            case "hls_key_path", "hls_key_url" ->
                    to.none(it.line(), it, "keys are in memory, beside the segments");
            case "dash", "dash_path", "dash_fragment", "dash_playlist_length", "dash_nested" -> {
                if (!it.word().equals("off")) {
                    to.none(it.line(), it, "HLS is what players have today");
                }
            }
            default -> hookOrOther(it, prefix);
        }
    }

    private void hookOrOther(Directive it, String prefix) {
        String hook = HOOKS.get(it.name());
        if (hook != null) {
            hook(it, "hooks." + hook, prefix);
        } else if (!it.name().startsWith("record")) {
            anywhere(it);
        }
    }

    private void hls(Directive app, String prefix) {
        boolean on = app.find("hls").filter(Directive::isOn).isPresent();
        to.set(prefix + "hls.enabled", String.valueOf(on));
        if (!on) {
            return;
        }
        String segment = timeIn(app, "hls_fragment").orElse("5s");
        String window = timeIn(app, "hls_playlist_length").orElse("30s");
        to.set(prefix + "hls.segment", segment);
        long count = Math.ceilDiv(Words.seconds(window), Math.max(1, Words.seconds(segment)));
        to.set(
                prefix + "hls.segments",
                String.valueOf(Math.clamp(count, SEGMENTS_MIN, SEGMENTS_MAX)));
        if (app.find("hls_keys").filter(it -> it.word().equals("on")).isPresent()) {
            String perKey =
                    app.find("hls_fragments_per_key")
                            .map(Directive::word)
                            .filter(it -> !it.equals("0"))
                            .orElse(KEY_FOR_ALL);
            to.set(prefix + "hls.segments_per_key", perKey);
        }
    }

    private static Optional<String> timeIn(Directive app, String name) {
        return app.find(name).flatMap(it -> Words.time(it.word()));
    }
}
