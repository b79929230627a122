package dev.millrace.config.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Words of a command line, with blanks between them and quotes around those that have blanks.
public final class Arguments {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private Arguments(String text) {
        this.text = text;
    }

    /// Empty if a quote is not closed.
    public static Optional<List<String>> read(String text) {
        return new Arguments(text).split();
    }

    /// What [#read] makes the same words of.
    public static String text(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private Optional<List<String>> split() {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                i++;
                add(text.charAt(i));
            } else if (quote != 0) {
                quote = c == quote ? 0 : keep(c, quote);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                add(c);
            }
        }
        end();
        return quote == 0 ? Optional.of(List.copyOf(words)) : Optional.empty();
    }

    private char keep(char c, char quote) {
        add(c);
        return quote;
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
