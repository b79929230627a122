package dev.millrace.config.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `srs.conf`, of SRS 1 to 7.
final class SrsImport {
    private static final String DEFAULT_VHOST = "__defaultVhost__";

    private static final Map<String, String> LEVELS =
            Map.of(
                    "verbose", "trace", "info", "debug", "trace", "info", "warn", "warn", "error",
                    "error");

    /// What this server does in any case, or its surroundings.
    private static final Map<String, String> NOT_NEEDED =
            Map.ofEntries(
                    Map.entry("daemon", "systemd runs it in the background"),
                    Map.entry("pid", "systemd knows its process"),
                    Map.entry("work_dir", "systemd says so (WorkingDirectory)"),
                    Map.entry("asprocess", "systemd looks after its process"),
                    Map.entry("ff_log_dir", "what FFmpeg says is in the log and in the API"),
                    Map.entry("utc_time", "lines of the log have their time zone"),
                    Map.entry("inotify_auto_reload", "reload with SIGHUP or the API"),
                    Map.entry("auto_reload_for_docker", "reload with SIGHUP or the API"),
                    Map.entry("tcmalloc_release_rate", "Java has no malloc to tune"),
                    Map.entry("threads", "it uses all processors"),
                    Map.entry("circuit_breaker", "it keeps to limits of memory (memory.reserve)"),
                    Map.entry("grace_start_wait", "everyone is told before it stops"),
                    Map.entry("grace_final_wait", "everyone is told before it stops"),
                    Map.entry("force_grace_quit", "everyone is told before it stops"),
                    Map.entry("disable_daemon_for_docker", "systemd runs it in the background"),
                    Map.entry("server_id", "it makes one for each start"),
                    Map.entry("stats", "/api/v1/summaries says what the system does"),
                    Map.entry("exporter", "GET /metrics is at http.listen"));

    private static final Set<String> OTHER_PROTOCOLS =
            Set.of("rtc_server", "srt_server", "rtsp_server", "stream_caster");

    private final Conversion to = new Conversion();

    private SrsImport() {}

    static Conversion of(List<Directive> file) {
        var conversion = new SrsImport();
        List<Directive> vhosts = file.stream().filter(it -> it.name().equals("vhost")).toList();
        file.stream().filter(it -> !it.name().equals("vhost")).forEach(conversion::global);
        conversion.vhosts(vhosts);
        return conversion.to;
    }

    private void global(Directive it) {
        switch (it.name()) {
            case "listen" -> listen("rtmp.listen", it);
            case "rtmp" -> it.all("listen").forEach(listen -> listen("rtmp.listen", listen));
            case "max_connections" -> to.set("rtmp.connections_max", it.word());
            case "chunk_size" -> to.set("rtmp.chunk_size", it.word());
            case "srs_log_level", "srs_log_level_v2" -> level(it);
            case "srs_log_file" -> to.set("log.file", it.word());
            case "srs_log_tank" -> {} // looked at in the end
            case "heartbeat" -> heartbeat(it);
            case "pithy_print" -> pithyPrint(it);
            case "http_api" -> port(it, "srs.listen", "the API of SRS is also at http.listen");
            case "http_server", "http_stream" -> httpServer(it);
            default -> other(it);
        }
        if (it.name().equals("srs_log_tank") && it.word().equals("console")) {
            to.set("log.file", "stdout");
        }
    }

    private void other(Directive it) {
        String reason = NOT_NEEDED.get(it.name());
        if (reason != null) {
            to.none(it.line(), it, reason);
        } else if (OTHER_PROTOCOLS.contains(it.name())) {
            if (it.isEnabled()) {
                to.none(
                        it.line(),
                        it,
                        "this protocol is not spoken; a relay can fetch many (docs/relays.md)");
            }
        } else {
            to.none(it.line(), it, "it is not known here");
        }
    }

    private void listen(String key, Directive it) {
        for (String word : it.words()) {
            Words.place(word)
                    .ifPresentOrElse(
                            place -> to.add(key, place),
                            () -> to.none(it.line(), it, word + " is no place to listen"));
        }
    }

    private void level(Directive it) {
        String level = LEVELS.getOrDefault(it.word(), it.word());
        to.set("log.level", level);
    }

    private void heartbeat(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        it.find("url").ifPresent(url -> to.set("heartbeat.url", url.word()));
        it.find("interval")
                .flatMap(interval -> Words.time(interval.word()))
                .ifPresent(time -> to.set("heartbeat.interval", time));
        it.find("device_id").ifPresent(id -> to.set("heartbeat.device_id", id.word()));
        it.find("summaries")
                .ifPresent(on -> to.set("heartbeat.summaries", String.valueOf(on.isOn())));
        it.find("ports")
                .ifPresent(ports -> to.none(ports.line(), ports, "the API says where it listens"));
    }

    private void pithyPrint(Directive it) {
        it.block().stream()
                .map(Directive::word)
                .filter(word -> word.matches("\\d{4,8}"))
                .mapToLong(Long::parseLong)
                .min()
                .ifPresent(ms -> to.set("log.progress", ms + "ms"));
    }

    private void port(Directive it, String key, String otherwise) {
        if (!it.isEnabled()) {
            return;
        }
        it.find("listen").ifPresent(listen -> listen(key, listen));
        for (Directive more : it.block()) {
            switch (more.name()) {
                case "enabled", "listen" -> {}
                case "crossdomain" ->
                        to.none(more.line(), more, "http.cors_origin says who may read");
                case "auth" -> to.none(more.line(), "auth", "there is a token (admin.token)");
                case "https" -> https(more, otherwise);
                default -> to.none(more.line(), more, otherwise);
            }
        }
    }

    private void https(Directive it, String otherwise) {
        if (it.isEnabled()) {
            to.none(
                    it.line(),
                    "https",
                    "set http.tls_listen, tls.certificate and tls.key; " + otherwise);
        }
    }

    private void httpServer(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        it.find("listen").ifPresent(listen -> listen("http.listen", listen));
        for (Directive more : it.block()) {
            switch (more.name()) {
                case "enabled", "listen" -> {}
                case "crossdomain" -> to.set("http.cors_origin", "*");
                case "dir" ->
                        to.none(
                                more.line(),
                                more,
                                "it serves streams and its own page, no other files");
                case "https" -> https(more, "pages, API and streams have one port");
                default -> to.none(more.line(), more, "it is not known here");
            }
        }
    }

    /// The default host alone is what holds for all; several are rules.
    private void vhosts(List<Directive> vhosts) {
        boolean alone = vhosts.stream().allMatch(it -> it.word().equals(DEFAULT_VHOST));
        int rule = 0;
        int named = 0;
        for (Directive vhost : vhosts) {
            boolean isDefault = vhost.word().equals(DEFAULT_VHOST);
            boolean isOff = vhost.find("enabled").filter(it -> !it.isOn()).isPresent();
            if (!isDefault || isOff) {
                String place = "vhosts[%d].".formatted(named++);
                to.set(place + "name", vhost.word());
                if (isOff) {
                    to.set(place + "enabled", "false");
                }
            }
            String prefix = "";
            String inVhost = "";
            if (!alone) {
                prefix = "rules[%d].".formatted(rule++);
                inVhost = "?vhost=" + vhost.word();
                to.set(prefix + "match", "*" + inVhost);
            }
            new SrsVhost(to, prefix, inVhost).take(flat(vhost));
        }
    }

    /// Newer files have `play` and `publish` around what stood in the host before.
    private static List<Directive> flat(Directive vhost) {
        var all = new ArrayList<Directive>();
        for (Directive it : vhost.block()) {
            boolean isGroup =
                    !it.block().isEmpty()
                            && (it.name().equals("play") || it.name().equals("publish"));
            if (isGroup) {
                all.addAll(it.block());
            } else {
                all.add(it);
            }
        }
        return all;
    }
}
