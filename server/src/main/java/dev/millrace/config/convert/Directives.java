package dev.millrace.config.convert;

import java.util.ArrayList;
import java.util.List;

/// Reads the form that nginx and SRS have: words, `;` behind each directive, `{}` around blocks,
/// `#` in front of remarks, and quotes around words with blanks.
final class Directives {
    private static final int DEPTH_MAX = 32;
    private static final int END = -1;
    private static final String SPECIAL = ";{}";

    private final String text;
    private int at;
    private int line = 1;

    private Directives(String text) {
        this.text = text;
    }

    /// All that stand in a file, in its order.
    static List<Directive> read(String text) throws BadFileException {
        var reader = new Directives(text);
        List<Directive> all = reader.readBlock(0);
        if (reader.peek() != END) {
            throw new BadFileException(reader.line, "there is a } that closes nothing");
        }
        return all;
    }

    private List<Directive> readBlock(int depth) throws BadFileException {
        if (depth > DEPTH_MAX) {
            throw new BadFileException(line, "blocks are more than %d deep".formatted(DEPTH_MAX));
        }
        var all = new ArrayList<Directive>();
        while (skipToWord() != END && peek() != '}') {
            all.add(readOne(depth));
        }
        return all;
    }

    private Directive readOne(int depth) throws BadFileException {
        int begin = line;
        if (isSpecial(peek())) {
            throw new BadFileException(begin, "there is no name before %c".formatted(peek()));
        }
        String name = readWord();
        var words = new ArrayList<String>();
        while (true) {
            int next = skipToWord();
            switch (next) {
                case END ->
                        throw new BadFileException(begin, "%s has no ; at its end".formatted(name));
                case '}' ->
                        throw new BadFileException(line, "%s has no ; at its end".formatted(name));
                case ';' -> {
                    at++;
                    return new Directive(name, words, List.of(), begin);
                }
                case '{' -> {
                    at++;
                    List<Directive> block = readBlock(depth + 1);
                    if (peek() != '}') {
                        throw new BadFileException(begin, "%s has no } at its end".formatted(name));
                    }
                    at++;
                    return new Directive(name, words, block, begin);
                }
                default -> words.add(readWord());
            }
        }
    }

    private String readWord() throws BadFileException {
        int first = peek();
        return first == '"' || first == '\'' ? readQuoted((char) first) : readPlain();
    }

    /// The braces of `${name}` belong to the word.
    private String readPlain() {
        int begin = at;
        boolean inVariable = false;
        while (peek() != END && !Character.isWhitespace(peek())) {
            boolean opens = peek() == '{' && at > begin && text.charAt(at - 1) == '$';
            boolean closes = peek() == '}' && inVariable;
            if (isSpecial(peek()) && !opens && !closes) {
                break;
            }
            inVariable = opens || (inVariable && !closes);
            at++;
        }
        return text.substring(begin, at);
    }

    private String readQuoted(char quote) throws BadFileException {
        int begin = line;
        var word = new StringBuilder();
        at++;
        while (peek() != quote) {
            if (peek() == '\\' && at + 1 < text.length()) {
                at++;
            }
            if (peek() == END) {
                throw new BadFileException(begin, "a quote is not closed");
            }
            countLine();
            word.append(text.charAt(at++));
        }
        at++;
        return word.toString();
    }

    /// Skips blanks and remarks.
    ///
    /// @return what comes then
    private int skipToWord() {
        while (peek() != END) {
            if (peek() == '#') {
                while (peek() != END && peek() != '\n') {
                    at++;
                }
            } else if (Character.isWhitespace(peek())) {
                countLine();
                at++;
            } else {
                return peek();
            }
        }
        return END;
    }

    private void countLine() {
        if (peek() == '\n') {
            line++;
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static boolean isSpecial(int c) {
        return SPECIAL.indexOf(c) >= 0;
    }
}
