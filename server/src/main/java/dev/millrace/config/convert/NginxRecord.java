package dev.millrace.config.convert;

import java.util.Optional;

/// What an application of `nginx.conf` says of recording.
final class NginxRecord {
    private final Conversion to;
    private final String prefix;

    NginxRecord(Conversion to, String prefix) {
        this.to = to;
        this.prefix = prefix;
    }

    void take(Directive app) {
        Optional<Directive> record = app.find("record");
        String what = record.map(it -> String.join(" ", it.words())).orElse("off");
        if (what.equals("off")) {
            return;
        }
        boolean byHand = what.contains("manual");
        to.set(prefix + "dvr.enabled", String.valueOf(!byHand));
        if (byHand) {
            to.none(
                    record.get().line(),
                    record.get(),
                    "start it with POST /api/v2/dvr/APP/STREAM/start");
        } else if (!what.startsWith("all")) {
            to.none(record.get().line(), record.get(), "all of a channel is recorded");
        }
        boolean append = isOn(app, "record_append");
        Optional<String> interval =
                app.find("record_interval").flatMap(it -> Words.time(it.word()));
        interval.filter(it -> !append).ifPresent(it -> to.set(prefix + "dvr.duration", it));
        String plan = append ? "append" : interval.isPresent() ? "segment" : "session";
        to.set(prefix + "dvr.plan", plan);
        path(app, append);
        app.block().stream().filter(it -> it.name().startsWith("record")).forEach(this::rest);
    }

    private void path(Directive app, boolean append) {
        String folder = app.find("record_path").map(Directive::word).orElse("");
        String suffix = app.find("record_suffix").map(Directive::word).orElse(".flv");
        if (suffix.endsWith(".mp4")) {
            to.set(prefix + "dvr.format", "mp4");
        }
        String ending = Words.fileTime(suffix.replaceFirst("\\.(flv|mp4)$", ""));
        // Two files of one name would be told apart by a number; nginx writes over the first.
        boolean isUnique = isOn(app, "record_unique") || (!append && ending.indexOf('[') < 0);
        String name = "[app]/[stream]" + ending + (isUnique ? "-[timestamp]" : "");
        Directive where = app.find("record_path").or(() -> app.find("record")).orElse(app);
        String begin = folder.isEmpty() ? "" : folder.replaceFirst("/+$", "") + "/";
        new RecordingPath(to, prefix).set(begin + name, where);
    }

    private void rest(Directive it) {
        switch (it.name()) {
            case "record",
                    "record_path",
                    "record_suffix",
                    "record_unique",
                    "record_append",
                    "record_interval" -> {}
            case "recorder" -> to.none(it.line(), it, "a channel has one recording at a time");
            default -> to.none(it.line(), it, "there is no such choice");
        }
    }

    private static boolean isOn(Directive app, String name) {
        return app.find(name).filter(Directive::isOn).isPresent();
    }
}
