package dev.millrace.config.convert;

import dev.millrace.config.file.YamlLeaves.Leaf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `mediamtx.yml`, of MediaMTX 1.
final class MediamtxImport {
    private static final Set<String> YES = Set.of("yes", "true", "on");

    /// Others are switched off by these, and what begins with them is about them.
    private static final Map<String, String> OTHER_PROTOCOLS =
            Map.of(
                    "rtsp", "RTSP is served at rtsp.listen and rtsp.tls_listen",
                    "webrtc", "WebRTC is not spoken",
                    "srt", "SRT is not spoken",
                    "moq", "Media over QUIC is not spoken",
                    "playback", "recordings can be played at /vod/ (docs/recording.md)",
                    "pprof", "Java has JFR for that",
                    "api", "the API is at http.listen",
                    "metrics", "GET /metrics is at http.listen");

    private static final Map<String, String> REASONS =
            Map.ofEntries(
                    Map.entry("writeTimeout", "delivery.stall_timeout is for viewers"),
                    Map.entry(
                            "writeQueueSize",
                            "viewers have no queue; delivery.lag_max says when they skip"),
                    Map.entry("udpMaxPayloadSize", "nothing is sent over UDP"),
                    Map.entry(
                            "udpReadBufferSize",
                            "relays over UDP are rare; FFmpeg's input_args can say it"),
                    Map.entry("logStructured", "log.format says that"),
                    Map.entry("sysLogPrefix", "journald or syslog take standard output"),
                    Map.entry("externalAuthenticationURL", "it is access.auth_url"),
                    Map.entry(
                            "hlsAlwaysRemux",
                            "HLS begins when somebody asks for it, without a delay"),
                    Map.entry("hlsVariant", "HLS is MPEG-TS"),
                    Map.entry("hlsPartDuration", "HLS has no parts"),
                    Map.entry("hlsSegmentMaxSize", "channel.memory is the limit"),
                    Map.entry("hlsDirectory", "segments are in memory, and written to no file"),
                    Map.entry("hlsMuxerCloseAfter", "it is hls.idle"));

    private final Conversion to = new Conversion();
    private final Map<String, Leaf> top = new LinkedHashMap<>();

    private MediamtxImport() {}

    static Conversion of(List<Leaf> file) {
        var conversion = new MediamtxImport();
        conversion.take(file);
        return conversion.to;
    }

    private void take(List<Leaf> file) {
        var defaults = new LinkedHashMap<String, Leaf>();
        var paths = new LinkedHashMap<String, Map<String, Leaf>>();
        for (Leaf leaf : file) {
            List<String> path = leaf.path();
            switch (path.getFirst()) {
                case "pathDefaults" -> defaults.put(rest(path, 1), leaf);
                case "paths" -> {
                    if (path.size() > 1) {
                        paths.computeIfAbsent(path.get(1), _ -> new LinkedHashMap<>())
                                .put(rest(path, 2), leaf);
                    }
                }
                default -> top.put(rest(path, 0), leaf);
            }
        }
        servers();
        top.values().forEach(this::global);
        new MediamtxPaths(to, defaults).take(paths);
    }

    private static String rest(List<String> path, int from) {
        return String.join(".", path.subList(Math.min(from, path.size()), path.size()));
    }

    static boolean isYes(String text) {
        return YES.contains(text);
    }

    private boolean isOn(String name, boolean byDefault) {
        return Optional.ofNullable(top.get(name)).map(it -> isYes(it.text())).orElse(byDefault);
    }

    private Optional<Leaf> find(String name) {
        return Optional.ofNullable(top.get(name)).filter(it -> !it.text().isEmpty());
    }

    private int line(String name) {
        return find(name).map(Leaf::line).orElse(1);
    }

    private void servers() {
        if (!isOn("rtmp", true)) {
            to.none(
                    line("rtmp"),
                    "rtmp: no",
                    "RTMP is always there; bind it to the loopback (rtmp.listen)");
        }
        String encryption = find("rtmpEncryption").map(Leaf::text).orElse("no");
        boolean plain = !encryption.equals("strict");
        if (plain) {
            find("rtmpAddress")
                    .flatMap(it -> Words.place(it.text()))
                    .ifPresent(it -> to.set("rtmp.listen", it));
        }
        if (!encryption.equals("no")) {
            to.set(
                    "rtmp.tls_listen",
                    find("rtmpsAddress").flatMap(it -> Words.place(it.text())).orElse(":1936"));
            find("rtmpServerCert").ifPresent(it -> to.set("tls.certificate", it.text()));
            find("rtmpServerKey").ifPresent(it -> to.set("tls.key", it.text()));
        }
        boolean hls = isOn("hls", true);
        if (!hls) {
            to.set("hls.enabled", "false");
        }
        find("hlsAddress")
                .filter(_ -> hls)
                .flatMap(it -> Words.place(it.text()))
                .ifPresent(it -> to.set("http.listen", it));
        authentication();
    }

    private void authentication() {
        String method = find("authMethod").map(Leaf::text).orElse("internal");
        Optional<Leaf> url = find("authHTTPAddress");
        if (method.equals("http")) {
            url.ifPresent(it -> to.set("access.auth_url", it.text()));
        } else if (!method.equals("internal")) {
            to.none(
                    line("authMethod"),
                    "authMethod: " + method,
                    "URLs can be signed (docs/access.md)");
        }
    }

    private void global(Leaf it) {
        String name = String.join(".", it.path());
        String text = it.text();
        switch (it.path().getFirst()) {
            case "rtmp",
                    "rtmpAddress",
                    "rtmpsAddress",
                    "rtmpEncryption",
                    "rtmpServerCert",
                    "rtmpServerKey",
                    "hls",
                    "hlsAddress",
                    "authMethod",
                    "authHTTPAddress" -> {} // taken together
            case "logLevel" -> to.set("log.level", text);
            case "logFile" -> logFile(it);
            case "logDestinations" -> {
                if (text.equals("syslog")) {
                    to.none(
                            it.line(),
                            name + ": syslog",
                            "journald or syslog take standard output");
                }
            }
            case "readTimeout" -> time(it, "rtmp.idle_timeout");
            case "hlsSegmentCount" -> to.set("hls.segments", text);
            case "hlsSegmentDuration" -> time(it, "hls.segment");
            case "hlsAllowOrigin" -> to.set("http.cors_origin", text);
            case "hlsAllowOrigins" -> {
                if (to.get("http.cors_origin").isEmpty()) {
                    to.set("http.cors_origin", text);
                } else {
                    to.none(
                            it.line(),
                            name + ": " + text,
                            "one origin can be named, or all with *");
                }
            }
            case "hlsEncryption" -> {
                if (isYes(text)) {
                    to.none(it.line(), name, "set http.tls_listen, tls.certificate and tls.key");
                }
            }
            case "hlsServerKey", "hlsServerCert" -> {}
            case "hlsTrustedProxies" -> to.add("limits.trusted", text);
            case "authInternalUsers" ->
                    to.none(
                            it.line(),
                            name + ": ***",
                            "networks, signed URLs and services decide (docs/access.md)");
            default -> other(it, name);
        }
    }

    private void logFile(Leaf it) {
        boolean wanted =
                top.values().stream()
                        .anyMatch(l ->
                                l.path().getFirst().equals("logDestinations")
                                        && l.text().equals("file"));
        if (wanted) {
            to.set("log.file", it.text());
        }
    }

    private void time(Leaf it, String key) {
        Words.time(it.text()).ifPresent(time -> to.set(key, time));
    }

    private void other(Leaf it, String name) {
        String first = it.path().getFirst();
        for (Map.Entry<String, String> protocol : OTHER_PROTOCOLS.entrySet()) {
            if (first.equals(protocol.getKey())) {
                if (isYes(it.text())) {
                    to.none(it.line(), name + ": " + it.text(), protocol.getValue());
                }
                return;
            }
            if (first.startsWith(protocol.getKey())) {
                return; // said once
            }
        }
        if (first.startsWith("runOn")) {
            if (!it.text().isEmpty()) {
                to.later(
                        it.line(),
                        name + ": " + it.text(),
                        "programs that are run; services can be told (docs/access.md)");
            }
        } else if (!it.text().isEmpty()) {
            to.none(
                    it.line(),
                    name + ": " + it.text(),
                    REASONS.getOrDefault(first, "it is not known here"));
        }
    }
}
