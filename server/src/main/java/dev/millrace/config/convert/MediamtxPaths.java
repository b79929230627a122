package dev.millrace.config.convert;

import dev.millrace.config.file.YamlLeaves.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The paths of `mediamtx.yml`: relays where they have a source, and rules where they are recorded
/// or taken over.
final class MediamtxPaths {
    private static final Set<String> ALL = Set.of("all", "all_others", "~^.*$");

    /// What needs nothing said.
    private static final Set<String> TAKEN =
            Set.of(
                    "source",
                    "sourceOnDemand",
                    "sourceOnDemandStartTimeout",
                    "sourceOnDemandCloseAfter",
                    "record",
                    "recordPath",
                    "recordFormat",
                    "recordSegmentDuration",
                    "recordDeleteAfter",
                    "overridePublisher");

    private final Conversion to;
    private final Map<String, Leaf> defaults;
    private int relays;
    private int rules;

    /// @param defaults of all paths
    MediamtxPaths(Conversion to, Map<String, Leaf> defaults) {
        this.to = to;
        this.defaults = defaults;
    }

    void take(Map<String, Map<String, Leaf>> paths) {
        channel("", "*", defaults);
        defaults.forEach((name, leaf) -> other("pathDefaults", name, leaf));
        paths.forEach((name, own) -> {
            if (ALL.contains(name)) {
                rule("*", name, own);
            } else if (name.startsWith("~")) {
                int line = own.values().stream().mapToInt(Leaf::line).min().orElse(1);
                to.none(line, "paths." + name, "write a rule with * in its name (docs/vhosts.md)");
            } else {
                path(name, own);
            }
        });
    }

    /// A name without an app is in the app `live` here.
    private void path(String name, Map<String, Leaf> own) {
        String channel = name.contains("/") ? name : "live/" + name;
        if (!channel.equals(name)) {
            int line = own.values().stream().mapToInt(Leaf::line).min().orElse(1);
            to.none(line, "paths." + name, "its name is %s here".formatted(channel));
        }
        String source = text(own, "source").orElse("publisher");
        if (source.equals("redirect")) {
            to.none(line(own, "source"), "paths." + name, "nobody is sent elsewhere");
        } else if (source.startsWith("udp+mpegts")
                || source.equals("rpiCamera")
                || source.startsWith("whep")) {
            to.none(
                    line(own, "source"),
                    "paths.%s: %s".formatted(name, source),
                    "no relay can fetch this");
        } else if (!source.equals("publisher")) {
            relay(channel, source, own);
        }
        rule(channel, name, own);
    }

    private void relay(String channel, String source, Map<String, Leaf> own) {
        String relay = "relays[%d].".formatted(relays++);
        var all = new LinkedHashMap<>(defaults);
        all.putAll(own);
        boolean onDemand = text(all, "sourceOnDemand").filter(MediamtxImport::isYes).isPresent();
        to.set(relay + "name", channel);
        to.set(relay + "source", source);
        to.set(relay + "start", onDemand ? "on-demand" : "always");
        time(all, "sourceOnDemandCloseAfter").ifPresent(it -> to.set(relay + "idle_timeout", it));
        time(all, "sourceOnDemandStartTimeout").ifPresent(it -> to.set(relay + "start_wait", it));
    }

    private void rule(String match, String name, Map<String, Leaf> own) {
        String prefix = "rules[%d].".formatted(rules);
        if (own.containsKey("record") || own.containsKey("overridePublisher")) {
            to.set(prefix + "match", match);
            rules++;
            channel(prefix, match, own);
        }
        own.forEach((key, leaf) -> other("paths." + name, key, leaf));
    }

    private void channel(String prefix, String match, Map<String, Leaf> own) {
        text(own, "overridePublisher")
                .ifPresent(it ->
                        to.set(
                                prefix + "rtmp.publish_policy",
                                MediamtxImport.isYes(it) ? "takeover" : "reject"));
        Optional<String> record = text(own, "record");
        record.ifPresent(
                it -> to.set(prefix + "dvr.enabled", String.valueOf(MediamtxImport.isYes(it))));
        text(own, "recordFormat")
                .ifPresent(it -> {
                    if (it.equals("fmp4")) {
                        to.set(prefix + "dvr.format", "mp4");
                    } else {
                        to.none(
                                line(own, "recordFormat"),
                                "recordFormat: " + it,
                                "recordings are FLV or MP4");
                    }
                });
        time(own, "recordSegmentDuration")
                .ifPresent(it -> {
                    to.set(prefix + "dvr.plan", "segment");
                    to.set(prefix + "dvr.duration", it);
                });
        text(own, "recordPath")
                .ifPresent(it -> {
                    String path =
                            Words.fileTime(
                                    it.replaceFirst("^\\./", "")
                                            .replace("%path", "[app]/[stream]"));
                    new RecordingPath(to, prefix)
                            .set(path, line(own, "recordPath"), "recordPath: " + it);
                });
        time(own, "recordDeleteAfter")
                .filter(it -> !it.matches("0\\D+"))
                .ifPresent(it -> {
                    if (prefix.isEmpty()) {
                        to.set("dvr.keep_age", it);
                    } else {
                        to.none(
                                line(own, "recordDeleteAfter"),
                                "recordDeleteAfter of " + match,
                                "dvr.keep_age is for all recordings");
                    }
                });
    }

    private void other(String of, String name, Leaf leaf) {
        String first =
                leaf.path().size() > 2 && of.startsWith("paths.") ? leaf.path().get(2) : name;
        String what = "%s.%s: %s".formatted(of, name, leaf.text());
        if (TAKEN.contains(first) || leaf.text().isEmpty() || name.isEmpty()) {
            return;
        }
        if (first.startsWith("runOn")) {
            to.later(
                    leaf.line(),
                    what,
                    "programs that are run; services can be told (docs/access.md)");
        } else if (first.startsWith("publish") || first.startsWith("read")) {
            to.none(leaf.line(), what.replaceFirst(": .*", ": ***"), "see access (docs/access.md)");
        } else if (first.startsWith("rtsp") || first.startsWith("source")) {
            to.none(
                    leaf.line(),
                    what,
                    "what FFmpeg or the RTSP client choose; relays[].input_args");
        } else {
            to.none(leaf.line(), what, "there is no such choice");
        }
    }

    private static Optional<String> text(Map<String, Leaf> all, String name) {
        return Optional.ofNullable(all.get(name)).map(Leaf::text).filter(it -> !it.isEmpty());
    }

    private static int line(Map<String, Leaf> all, String name) {
        return Optional.ofNullable(all.get(name)).map(Leaf::line).orElse(1);
    }

    private static Optional<String> time(Map<String, Leaf> all, String name) {
        return text(all, name).flatMap(Words::time);
    }
}
