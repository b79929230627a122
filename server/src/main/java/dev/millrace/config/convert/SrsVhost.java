package dev.millrace.config.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One virtual host of `srs.conf`.
final class SrsVhost {
    private static final int SEGMENTS_MIN = 3;
    private static final int SEGMENTS_MAX = 100;

    private static final Set<String> HOOKS =
            Set.of(
                    "on_connect",
                    "on_close",
                    "on_publish",
                    "on_unpublish",
                    "on_play",
                    "on_stop",
                    "on_dvr",
                    "on_forward",
                    "on_hls",
                    "on_hls_notify");

    private static final Map<String, String> LATER =
            Map.of("exec", "programs that are run for a publisher");

    /// What [SrsCluster] takes.
    private static final Set<String> OF_CLUSTER =
            Set.of("forward", "mode", "origin", "cluster", "token_traverse", "debug_srs_upnode");

    private static final Map<String, String> NOT_NEEDED =
            Map.ofEntries(
                    Map.entry("gop_cache", "every viewer begins with the newest key frame"),
                    Map.entry(
                            "gop_cache_max_frames",
                            "channel.memory and channel.window are the limits"),
                    Map.entry("atc_auto", "encoders do not say it; channel.keep_times does"),
                    Map.entry("tcp_nodelay", "it is always so"),
                    Map.entry("reduce_sequence_header", "players get it when it changes"),
                    Map.entry("send_min_interval", "delivery.latency is similar"),
                    Map.entry("mw_msgs", "delivery.latency is similar"),
                    Map.entry("mr", "what arrives is passed on in any case"),
                    Map.entry("parse_sps", "it is always done"),
                    Map.entry("try_annexb_first", "both forms are known"),
                    Map.entry("chunk_size", "there is one for all hosts (rtmp.chunk_size)"),
                    Map.entry("in_ack_size", "clients are always acknowledged"),
                    Map.entry("out_ack_size", "clients say how much they took"),
                    Map.entry("srt_to_rtmp", "SRT is not spoken"),
                    Map.entry("hds", "HLS is what players have today"),
                    Map.entry("dash", "HLS is what players have today"),
                    Map.entry("rtc", "WebRTC is not spoken"),
                    Map.entry("srt", "SRT is not spoken"),
                    Map.entry("http", "it serves streams and its own page, no other files"),
                    Map.entry("http_static", "it serves streams and its own page, no other files"));

    /// What `bandwidth.key` takes.
    private static final String BANDCHECK_KEY = "[A-Za-z0-9._~+/=-]{12,200}";

    private static final String BANDCHECK_RATE_OF_SRS = "1000k";

    private final Conversion to;
    private final String prefix;
    private final SrsEngines engines;
    private final Set<String> allowed = new HashSet<>();

    /// @param prefix in front of what is set: nothing, or that of a rule
    /// @param inVhost behind patterns of channels: nothing, or the host
    SrsVhost(Conversion to, String prefix, String inVhost) {
        this.to = to;
        this.prefix = prefix;
        this.engines = new SrsEngines(to, inVhost);
    }

    void take(List<Directive> all) {
        if (all.stream().noneMatch(it -> it.name().equals("hls"))) {
            to.set(prefix + "hls.enabled", "false"); // as SRS has it
        }
        all.stream().filter(it -> !OF_CLUSTER.contains(it.name())).forEach(this::take);
        new SrsCluster(to, prefix).take(all);
    }

    private void take(Directive it) {
        switch (it.name()) {
            case "enabled" -> {} // looked at with the host
            case "queue_length" -> time(it, prefix + "delivery.lag_max", "");
            case "min_latency" -> {
                if (it.isOn()) {
                    to.set(prefix + "delivery.latency", "low");
                }
            }
            case "mw_latency" -> {
                if (to.get(prefix + "delivery.latency").isEmpty()) {
                    time(it, prefix + "delivery.latency", "ms");
                }
            }
            case "normal_timeout", "publish_normal_timeout" -> time(it, "rtmp.idle_timeout", "ms");
            case "firstpkt_timeout", "publish_1stpkt_timeout" ->
                    to.none(it.line(), it, "rtmp.idle_timeout holds from the beginning");
            case "refer" -> refer(it);
            case "refer_play" -> to.set(prefix + "access.play_sites", words(it));
            case "refer_publish" -> to.set(prefix + "access.publish_sites", words(it));
            case "atc" -> turnOn(it, "channel.keep_times");
            case "mix_correct" -> turnOn(it, "channel.mix");
            case "time_jitter" -> jitter(it);
            case "hls" -> hls(it);
            case "dvr" -> dvr(it);
            case "http_hooks" -> hooks(it);
            case "security" -> security(it);
            case "http_remux" -> remux(it);
            case "bandcheck" -> bandcheck(it);
            case "transcode" -> engines.transcode(it);
            case "ingest" -> engines.ingest(it);
            default -> other(it);
        }
    }

    /// Times that stand still or go back are put right in any case.
    private void jitter(Directive it) {
        if (it.word().equals("off")) {
            to.set(prefix + "channel.keep_times", "true");
        }
    }

    private void turnOn(Directive it, String key) {
        if (it.isOn()) {
            to.set(prefix + key, "true");
        }
    }

    private void other(Directive it) {
        String later = LATER.get(it.name());
        String reason = NOT_NEEDED.get(it.name());
        boolean isOff =
                it.block().stream().anyMatch(more -> more.name().equals("enabled") && !more.isOn());
        if (isOff) {
            return;
        }
        if (later != null) {
            to.later(it.line(), it, later);
        } else {
            to.none(it.line(), it, reason == null ? "it is not known here" : reason);
        }
    }

    private void time(Directive it, String key, String unit) {
        Words.time(it.word() + unit)
                .ifPresentOrElse(
                        time -> to.set(key, time), () -> to.none(it.line(), it, "this is no time"));
    }

    private static String words(Directive it) {
        return String.join(" ", it.words());
    }

    private void refer(Directive it) {
        if (it.block().isEmpty()) {
            to.set(prefix + "access.play_sites", words(it));
            to.set(prefix + "access.publish_sites", words(it));
        } else if (it.isEnabled()) {
            it.find("all")
                    .ifPresent(all ->
                            refer(new Directive("refer", all.words(), List.of(), all.line())));
            it.find("play").ifPresent(play -> to.set(prefix + "access.play_sites", words(play)));
            it.find("publish")
                    .ifPresent(pub -> to.set(prefix + "access.publish_sites", words(pub)));
        }
    }

    private void hls(Directive it) {
        to.set(prefix + "hls.enabled", String.valueOf(it.isEnabled()));
        if (!it.isEnabled()) {
            return;
        }
        String segment = it.find("hls_fragment").flatMap(f -> Words.time(f.word())).orElse("10s");
        String window = it.find("hls_window").flatMap(w -> Words.time(w.word())).orElse("60s");
        to.set(prefix + "hls.segment", segment);
        long count = Math.ceilDiv(Words.seconds(window), Math.max(1, Words.seconds(segment)));
        to.set(
                prefix + "hls.segments",
                String.valueOf(Math.clamp(count, SEGMENTS_MIN, SEGMENTS_MAX)));
        for (Directive more : it.block()) {
            switch (more.name()) {
                case "enabled", "hls_fragment", "hls_window" -> {}
                case "hls_dispose" -> time(more, prefix + "hls.idle", "");
                case "hls_path", "hls_cleanup", "hls_ts_file", "hls_storage", "hls_mount" ->
                        to.none(
                                more.line(),
                                more,
                                "segments are in memory, and written to no file");
                case "hls_m3u8_file", "hls_entry_prefix" ->
                        to.none(more.line(), more, "playlists are at /app/stream.m3u8");
                case "hls_keys" -> {
                    if (more.isOn()) {
                        String perKey =
                                it.find("hls_fragments_per_key").map(Directive::word).orElse("5");
                        to.set(prefix + "hls.segments_per_key", perKey);
                    }
                }
                case "hls_fragments_per_key" -> {} // taken together
                case "hls_key_file", "hls_key_file_path", "hls_key_url" ->
                        to.none(more.line(), more, "keys are in memory, beside the segments");
                default -> to.none(more.line(), more, "there is no such choice");
            }
        }
    }

    private void dvr(Directive it) {
        to.set(prefix + "dvr.enabled", String.valueOf(it.isEnabled()));
        if (!it.isEnabled()) {
            return;
        }
        for (Directive more : it.block()) {
            switch (more.name()) {
                case "enabled" -> {}
                case "dvr_plan" -> to.set(prefix + "dvr.plan", more.word());
                case "dvr_duration" -> time(more, prefix + "dvr.duration", "");
                case "dvr_path" -> dvrPath(more);
                case "dvr_apply" -> {
                    if (!more.word().equals("all")) {
                        to.none(
                                more.line(),
                                more,
                                "write a rule for these channels (docs/vhosts.md)");
                    }
                }
                default ->
                        to.none(
                                more.line(),
                                more,
                                "files begin with a key frame, and times are put right");
            }
        }
    }

    /// The folder is one for all; what varies is the file's name in it.
    private void dvrPath(Directive it) {
        String path = it.word().replaceFirst("^\\./", "");
        if (path.endsWith(".mp4")) {
            to.set(prefix + "dvr.format", "mp4");
        }
        new RecordingPath(to, prefix).set(path.replaceFirst("\\.(flv|mp4)$", ""), it);
    }

    private void hooks(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        for (Directive more : it.block()) {
            if (HOOKS.contains(more.name())) {
                to.set(prefix + "hooks." + more.name(), words(more));
            } else if (!more.name().equals("enabled")) {
                to.none(more.line(), more, "there is no such hook");
            }
        }
    }

    /// Who is allowed is all that may, as soon as anybody is.
    private void security(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        for (Directive more : it.block()) {
            boolean isRule = more.name().equals("allow") || more.name().equals("deny");
            if (more.name().equals("enabled")) {
                continue;
            }
            boolean isDeed = more.word().equals("publish") || more.word().equals("play");
            if (!isRule || !isDeed || more.words().size() != 2) {
                to.none(more.line(), more, "it is not known here");
                continue;
            }
            String key = "%saccess.%s_%s".formatted(prefix, more.word(), more.name());
            network(key, more);
        }
    }

    private void network(String key, Directive it) {
        String where = it.words().get(1);
        if (!where.equals("all")) {
            to.set(key, to.get(key).map(before -> before + ", " + where).orElse(where));
        } else if (it.name().equals("deny") && !allowed.contains(it.word())) {
            to.set(key, "0.0.0.0/0, ::/0");
        }
        if (it.name().equals("allow")) {
            allowed.add(it.word());
        }
    }

    /// There is one for all hosts, which clients ask for with the key alone.
    private void bandcheck(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        for (Directive more : it.block()) {
            switch (more.name()) {
                case "enabled" -> {}
                case "key" -> bandcheckKey(more);
                case "limit_kbps" -> to.set("bandwidth.rate", more.word() + "k");
                case "interval" ->
                        to.none(
                                more.line(),
                                more,
                                "SRS does not keep to it; bandwidth.at_once limits how many run");
                default -> to.none(more.line(), more, "it is not known here");
            }
        }
        if (it.find("limit_kbps").isEmpty()) {
            to.set("bandwidth.rate", BANDCHECK_RATE_OF_SRS);
        }
    }

    private void bandcheckKey(Directive it) {
        boolean isOther = to.get("bandwidth.key").filter(key -> !key.equals(it.word())).isPresent();
        if (isOther) {
            to.none(it.line(), it, "there is one key for all hosts (bandwidth.key)");
        } else if (it.word().matches(BANDCHECK_KEY)) {
            to.set("bandwidth.key", it.word());
        } else {
            to.none(it.line(), it, "a key has 12 to 200 letters, digits or -._~+/=");
        }
    }

    private void remux(Directive it) {
        if (!it.isEnabled()) {
            return; // nobody is harmed by what nobody asks for
        }
        it.find("mount")
                .filter(mount ->
                        !mount.word().matches("(\\[vhost])?/\\[app]/\\[stream]\\.(flv|ts)"))
                .ifPresent(mount ->
                        to.none(mount.line(), mount, "streams are at /app/stream.flv and .ts"));
    }
}
