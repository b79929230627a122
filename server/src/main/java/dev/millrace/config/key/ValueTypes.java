package dev.millrace.config.key;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.config.file.Arguments;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.ChannelPattern;
import dev.millrace.config.value.HostPort;
import dev.millrace.config.value.Network;
import dev.millrace.config.value.PictureSize;
import dev.millrace.media.ChannelName;
import dev.millrace.media.FileName;
import dev.millrace.media.Schedule;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kinds of values that settings have.
public final class ValueTypes {
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|MB|GB)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=([^\\x00]*)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2})%");

    /// Shorter ones can be tried out.
    private static final int SECRET_LENGTH_MIN = 12;

    private ValueTypes() {}

    public static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>(
                "a whole number from %d to %d".formatted(min, max),
                text ->
                        INTEGER.matcher(text).matches()
                                ? Optional.of(Integer.valueOf(text))
                                : Optional.empty(),
                value -> value >= min && value <= max);
    }

    public static ValueType<Boolean> flag() {
        Map<String, Boolean> values = Map.of("true", true, "false", false);
        return new ValueType<>(
                "true or false", text -> Optional.ofNullable(values.get(text)), _ -> true);
    }

    /// One of the constants of an enum, in lower case.
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        Map<String, E> values =
                Arrays.stream(type.getEnumConstants())
                        .collect(Collectors.toMap(ValueTypes::word, value -> value));
        String names =
                Arrays.stream(type.getEnumConstants())
                        .map(value -> "`" + word(value) + "`")
                        .collect(Collectors.joining(", "));
        return new ValueType<>(
                "one of " + names, text -> Optional.ofNullable(values.get(text)), _ -> true);
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// `live` is the app of a name without one.
    public static ValueType<ChannelName> channelName() {
        return new ValueType<>(
                "`stream` or `app/stream`: letters, digits and `-_.~@:+=,!`, at most %d characters"
                        .formatted(ChannelName.PART_LENGTH_MAX),
                ValueTypes::readChannelName,
                _ -> true);
    }

    /// A template for the names of files.
    public static ValueType<FileName> fileName() {
        return new ValueType<>(
                "the path of a file in its folder, with `[vhost]`, `[app]`, `[stream]`, `[2006]`,"
                        + " `[01]`, `[02]`, `[15]`, `[04]`, `[05]`, `[999]` and `[timestamp]` in"
                        + " it",
                ValueTypes::readFileName,
                _ -> true);
    }

    private static Optional<FileName> readFileName(String text) {
        try {
            return Optional.of(FileName.of(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// Times of the week.
    public static ValueType<Schedule> schedule() {
        return new ValueType<>(
                "days and times in a time zone, such as"
                        + " `Mon-Fri 08:00-18:00, Sat+Sun 22:00-02:00 Europe/Berlin`",
                Schedule::parse,
                _ -> true);
    }

    /// Whole per cents.
    public static ValueType<Integer> percent() {
        return new ValueType<>(
                "a part from `0%` to `99%`",
                text -> {
                    Matcher matcher = PERCENT.matcher(text);
                    return matcher.matches()
                            ? Optional.of(Integer.valueOf(matcher.group(1)))
                            : Optional.empty();
                },
                value -> value >= 0 && value < 100);
    }

    /// A URL, or whatever else a program may open: a path, a device.
    public static ValueType<String> mediaSource() {
        return new ValueType<>(
                "a URL, a path, or what else FFmpeg opens, in one line",
                text -> Optional.of(text.strip()),
                text ->
                        !text.isBlank()
                                && !text.startsWith("-")
                                && text.chars().noneMatch(Character::isISOControl));
    }

    /// Arguments of a program.
    public static ValueType<List<String>> arguments() {
        return new ValueType<>(
                "`none`, or words with blanks between them, in quotes where they have blanks"
                        + " themselves; or a list",
                text -> text.equals("none") ? Optional.of(List.of()) : Arguments.read(text),
                words -> words.stream().flatMapToInt(String::chars).noneMatch(c -> c == 0),
                true);
    }

    /// Variables for the environment of a program.
    public static ValueType<Map<String, String>> variables() {
        return new ValueType<>(
                "`none`, or `NAME=value` with blanks between them; or names and values below it",
                text ->
                        text.equals("none")
                                ? Optional.of(Map.of())
                                : Arguments.read(text).flatMap(ValueTypes::readVariables),
                _ -> true,
                true);
    }

    private static Optional<Map<String, String>> readVariables(List<String> words) {
        var variables = new LinkedHashMap<String, String>();
        for (String word : words) {
            Matcher matcher = VARIABLE.matcher(word);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            variables.put(matcher.group(1), matcher.group(2));
        }
        return Optional.of(variables);
    }

    /// Something that nobody must guess.
    public static ValueType<String> secret() {
        return new ValueType<>(
                "%d to 200 letters, digits or `-._~+/=`".formatted(SECRET_LENGTH_MIN),
                Optional::of,
                value ->
                        value.length() >= SECRET_LENGTH_MIN
                                && value.matches("[A-Za-z0-9._~+/=-]{0,200}"),
                false,
                true);
    }

    /// Of a virtual host.
    public static ValueType<String> hostName() {
        return new ValueType<>(
                "a host such as `cdn.example.com`, or `__defaultVhost__`",
                Optional::of,
                value -> value.matches("[A-Za-z0-9_.-]{1,200}"));
    }

    public static ValueType<ChannelPattern> channelPattern() {
        return new ValueType<>(
                "`app/stream` with `*` for any part of it, or `*`; with `?vhost=HOST` behind it,"
                        + " only of that host",
                ChannelPattern::parse,
                _ -> true);
    }

    public static ValueType<String> text(String allowed) {
        return new ValueType<>(allowed, Optional::of, value -> !value.isBlank());
    }

    /// Words that are no secret and may have `*` in them.
    public static ValueType<List<String>> words(String what) {
        return new ValueType<>(
                "`none`, or %s with blanks between them; or a list".formatted(what),
                text -> text.equals("none") ? Optional.of(List.of()) : Arguments.read(text),
                words -> words.stream().noneMatch(String::isBlank),
                true);
    }

    /// They need not be there.
    public static ValueType<List<Path>> folderPaths() {
        return new ValueType<>(
                "`none`, or whole paths of folders with blanks between them; or a list",
                text ->
                        text.equals("none")
                                ? Optional.of(List.of())
                                : Arguments.read(text)
                                        .map(words -> words.stream().map(Path::of).toList()),
                folders -> folders.stream().allMatch(Path::isAbsolute),
                true);
    }

    /// One place to listen, or several: the first is what people are told of.
    public static ValueType<List<HostPort>> hostPorts() {
        return new ValueType<>(
                hostPort().allowed() + ", or several with blanks between them, or a list",
                text -> Arguments.read(text).flatMap(ValueTypes::readHostPorts),
                places -> !places.isEmpty() && areDifferent(places),
                true);
    }

    /// No place to listen, one, or several.
    public static ValueType<List<HostPort>> hostPortsOrOff() {
        return new ValueType<>(
                "`off`, or " + hostPorts().allowed(),
                text -> text.equals("off") ? Optional.of(List.of()) : hostPorts().read(text),
                ValueTypes::areDifferent,
                true);
    }

    private static Optional<List<HostPort>> readHostPorts(List<String> words) {
        List<Optional<HostPort>> read = words.stream().map(HostPort::parse).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /// A free port may be had twice.
    private static boolean areDifferent(List<HostPort> places) {
        List<HostPort> fixed = places.stream().filter(place -> place.port() != 0).toList();
        return fixed.stream().distinct().count() == fixed.size();
    }

    public static ValueType<HostPort> hostPort() {
        return new ValueType<>(
                "HOST:PORT, such as `0.0.0.0:1935`, `:1935` or `[::1]:1935`",
                HostPort::parse,
                _ -> true);
    }

    public static ValueType<List<Network>> networks() {
        return new ValueType<>(
                "`none`, or networks with commas between them, such as"
                        + " `10.0.0.0/8, 192.0.2.1, fc00::/7`",
                ValueTypes::readNetworks,
                _ -> true);
    }

    public static ValueType<Path> readableFile() {
        return new ValueType<>(
                "the path of a file that can be read",
                ValueTypes::readPath,
                path -> Files.isRegularFile(path) && Files.isReadable(path));
    }

    /// Not a folder. It need not be there.
    public static ValueType<Path> file() {
        return new ValueType<>(
                "the path of a file",
                text -> Optional.of(Path.of(text)),
                path -> !path.toString().isBlank() && !Files.isDirectory(path));
    }

    /// It need not be there.
    public static ValueType<Path> folderPath() {
        return new ValueType<>(
                "the path of a folder",
                text -> Optional.of(Path.of(text)),
                path -> !path.toString().isBlank() && !Files.isRegularFile(path));
    }

    public static ValueType<Duration> duration(Duration min, Duration max) {
        return new ValueType<>(
                "a duration from %s to %s, such as `500ms`, `10s` or `2m`"
                        .formatted(shown(min), shown(max)),
                ValueTypes::readDuration,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /// A duration, or a word that stands for one.
    public static ValueType<Duration> namedDuration(Map<String, Duration> names, Duration max) {
        String words =
                names.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(name -> "`%s` (%s)".formatted(name.getKey(), shown(name.getValue())))
                        .collect(Collectors.joining(", "));
        return new ValueType<>(
                "%s or a duration up to %s".formatted(words, shown(max)),
                text -> Optional.ofNullable(names.get(text)).or(() -> readDuration(text)),
                value -> !value.isNegative() && value.compareTo(max) <= 0);
    }

    public static ValueType<Long> size(long minBytes, long maxBytes) {
        return new ValueType<>(
                "a size from %s to %s, such as `512KB` or `64MB`"
                        .formatted(shown(minBytes), shown(maxBytes)),
                ValueTypes::readSize,
                bytes -> bytes >= minBytes && bytes <= maxBytes);
    }

    public static ValueType<Bitrate> bitrate() {
        return new ValueType<>("bits a second, such as `500k` or `8M`", Bitrate::parse, _ -> true);
    }

    public static ValueType<PictureSize> pictureSize() {
        return new ValueType<>(
                "width and height, such as `1920x1080`", PictureSize::parse, _ -> true);
    }

    /// A size, or a part of the largest heap this process may have.
    public static ValueType<Long> sizeOrHeapPercent(long minBytes) {
        return new ValueType<>(
                "a size of at least %s, such as `512MB`, or a part of the heap, such as `50%%`"
                        .formatted(shown(minBytes)),
                text -> readSize(text).or(() -> readHeapPercent(text)),
                bytes -> bytes >= minBytes);
    }

    /// The type, or a word for its absence.
    public static <T> ValueType<Optional<T>> optional(ValueType<T> type, String absent) {
        return new ValueType<>(
                "`%s` or %s".formatted(absent, type.allowed()),
                text -> {
                    if (text.equals(absent)) {
                        return Optional.of(Optional.empty());
                    }
                    Optional<T> value = type.read(text);
                    return value.isPresent() ? Optional.of(value) : Optional.empty();
                },
                value -> value.isEmpty() || type.range().test(value.get()),
                type.isList(),
                type.isSecret());
    }

    private static Optional<ChannelName> readChannelName(String text) {
        try {
            return Optional.of(
                    text.contains("/")
                            ? ChannelName.parse(text)
                            : ChannelName.of("", "live", text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<List<Network>> readNetworks(String text) {
        if (text.equals("none")) {
            return Optional.of(List.of());
        }
        List<Optional<Network>> read =
                Arrays.stream(text.split(",", -1)).map(String::strip).map(Network::parse).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /// Empty for what is no path on this system: one with a zero byte, for instance.
    private static Optional<Path> readPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> readDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }

    private static Optional<Long> readSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        return matcher.matches()
                ? Optional.of(Long.parseLong(matcher.group(1)) * unitBytes(matcher.group(2)))
                : Optional.empty();
    }

    private static Optional<Long> readHeapPercent(String text) {
        Matcher matcher = PERCENT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        Runtime.getRuntime().maxMemory() / 100 * Long.parseLong(matcher.group(1)))
                : Optional.empty();
    }

    private static long unitBytes(String unit) {
        return switch (unit) {
            case "B" -> 1;
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            default -> 1L << 30;
        };
    }

    public static String shown(Duration duration) {
        long ms = duration.toMillis();
        if (ms % 1_000 != 0) {
            return ms + "ms";
        }
        long seconds = ms / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    public static String shown(long bytes) {
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GB";
        }
        return bytes % (1L << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
    }
}
