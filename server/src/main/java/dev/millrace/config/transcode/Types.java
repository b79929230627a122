package dev.millrace.config.transcode;

import dev.millrace.config.file.Arguments;
import dev.millrace.config.key.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The kinds of values that only transcoding has.
final class Types {
    private static final int RENDITIONS_MAX = 16;

    private static final Pattern VARIABLE =
            Pattern.compile("\\[(vhost|app|stream|engine|rendition)]");

    private Types() {}

    static ValueType<String> name() {
        return text(
                "a name of letters, digits, `-` and `_`", it -> it.matches("[A-Za-z0-9_-]{1,40}"));
    }

    static ValueType<String> encoder() {
        return text(
                "`copy`, `none`, or the name of an encoder of FFmpeg",
                it -> it.matches("[A-Za-z0-9_-]{1,40}"));
    }

    static ValueType<String> pictureRate() {
        return text(
                "a number such as `25`, `29.97` or `30000/1001`",
                it -> it.matches("[1-9]\\d{0,2}(\\.\\d{1,3})?|[1-9]\\d{0,5}/[1-9]\\d{0,4}"));
    }

    static ValueType<String> output() {
        return text(
                "the name of a channel such as `[app]/[stream]_[engine]`; to send it to another"
                        + " server, forward it (forward.to)",
                it ->
                        VARIABLE.matcher(it)
                                .replaceAll("x")
                                .matches(
                                        "(?!\\w+://)[^\\[\\]\\s?]+/[^\\[\\]\\s?]+"
                                                + "(\\?vhost=[^\\[\\]\\s?]+)?"));
    }

    static ValueType<List<Rendition>> renditions() {
        return new ValueType<>(
                "`none`, or lines such as `1080p 720p 480p`, even numbers, each once; or a list",
                text ->
                        text.equals("none")
                                ? Optional.of(List.of())
                                : Arguments.read(text).flatMap(Rendition::parseAll),
                all -> all.size() <= RENDITIONS_MAX,
                true,
                false);
    }

    private static ValueType<String> text(String allowed, Predicate<String> range) {
        return new ValueType<>(allowed, Optional::of, range, false, false);
    }
}
