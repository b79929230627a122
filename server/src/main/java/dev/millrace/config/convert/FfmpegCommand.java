package dev.millrace.config.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A command line of FFmpeg with one input, as it stands in a configuration.
///
/// @param program the first word
/// @param inputOptions in front of the input
/// @param outputs at least one
record FfmpegCommand(
        String program, List<Option> inputOptions, String input, List<Output> outputs) {
    /// Options without a value.
    private static final Set<String> FLAGS =
            Set.of(
                    "-y",
                    "-n",
                    "-re",
                    "-vn",
                    "-an",
                    "-sn",
                    "-dn",
                    "-shortest",
                    "-nostdin",
                    "-nostats",
                    "-stats",
                    "-hide_banner",
                    "-copyts",
                    "-start_at_zero");

    private static final String INPUT = "-i";

    /// A word with a dash, and its value.
    ///
    /// @param value empty if it has none
    record Option(String name, String value) {
        boolean isOneOf(Set<String> names) {
            return names.contains(name);
        }
    }

    /// What comes out.
    ///
    /// @param options in front of it
    record Output(List<Option> options, String url) {}

    /// Empty for what is no such command.
    static Optional<FfmpegCommand> parse(List<String> words) {
        if (words.isEmpty() || !words.getFirst().matches("(\\S*/)?ffmpeg")) {
            return Optional.empty();
        }
        List<String> rest = withoutRedirections(words.subList(1, words.size()));
        var inputs = new ArrayList<String>();
        List<Option> ofInput = List.of();
        var outputs = new ArrayList<Output>();
        var options = new ArrayList<Option>();
        int at = 0;
        while (at < rest.size()) {
            String word = rest.get(at++);
            if (!isOption(word)) {
                outputs.add(new Output(List.copyOf(options), word));
                options.clear();
                continue;
            }
            boolean hasValue = !FLAGS.contains(word) && at < rest.size() && !isOption(rest.get(at));
            String value = hasValue ? rest.get(at++) : "";
            if (word.equals(INPUT)) {
                inputs.add(value);
                ofInput = List.copyOf(options);
                options.clear();
            } else {
                options.add(new Option(word, value));
            }
        }
        boolean isWhole = inputs.size() == 1 && !outputs.isEmpty() && options.isEmpty();
        return isWhole
                ? Optional.of(
                        new FfmpegCommand(words.getFirst(), ofInput, inputs.getFirst(), outputs))
                : Optional.empty();
    }

    /// A number may have a dash in front of it, too.
    private static boolean isOption(String word) {
        return word.matches("-[A-Za-z].*");
    }

    /// Where its complaints went does not matter: the log of a relay has them.
    private static List<String> withoutRedirections(List<String> words) {
        var rest = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).matches("(\\d|&)?>>?")) {
                i++; // the file
            } else if (!words.get(i).matches("(\\d|&)?>.+")) {
                rest.add(words.get(i));
            }
        }
        return rest;
    }
}
