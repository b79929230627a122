package dev.millrace.config.convert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What becomes of a file of another server: settings, and what is none.
public final class Conversion {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();

    /// Something of the file that is no setting here.
    ///
    /// @param line from 1 on
    /// @param what as it stands there
    /// @param why it is none, or what does the same
    /// @param isLater whether it may be one some day
    public record Remark(int line, String what, String why, boolean isLater) {
        @Override
        public String toString() {
            return "line %d: %s: %s".formatted(line, what, why);
        }
    }

    /// Sets something; what is set already stays in its place.
    void set(String key, String text) {
        settings.put(key, text);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /// Adds a word to a setting that is a list.
    void add(String key, String word) {
        settings.merge(key, word, (before, more) -> before + " " + more);
    }

    /// The place of another item in a list whose items have names.
    String free(String section) {
        int count = 0;
        while (get("%s[%d].name".formatted(section, count)).isPresent()) {
            count++;
        }
        return "%s[%d]".formatted(section, count);
    }

    /// A name that no item of the list has, as near to the wanted one as may be.
    String unused(String section, String wanted) {
        String known = wanted.replaceAll("[^A-Za-z0-9_-]", "_");
        String plain =
                known.isEmpty() ? "engine" : known.substring(0, Math.min(36, known.length()));
        String name = plain;
        for (int i = 2; isTaken(section, name); i++) {
            name = plain + "_" + i;
        }
        return name;
    }

    private boolean isTaken(String section, String name) {
        String key = Pattern.quote(section) + "\\[\\d+]\\.name";
        return settings.entrySet().stream()
                .anyMatch(it -> it.getValue().equals(name) && it.getKey().matches(key));
    }

    /// What is not needed, or not done here.
    void none(int line, Object what, String why) {
        remarks.add(new Remark(line, shown(what), shown(why), false));
    }

    /// What cannot be taken over yet.
    void later(int line, Object what, String why) {
        remarks.add(new Remark(line, shown(what), shown(why), true));
    }

    /// On one line, and without passwords.
    private static String shown(Object what) {
        String text = what.toString().replaceAll("\\p{Cntrl}+", " ");
        return text.replaceAll("//[^/\\s]*@", "//***@").replaceAll("(://[^\\s?]*\\?)\\S+", "$1***");
    }

    /// What has no equivalent, by lines; what is only not converted yet stands at the end.
    public List<Remark> remarks() {
        return remarks.stream()
                .sorted(Comparator.comparing(Remark::isLater).thenComparingInt(Remark::line))
                .toList();
    }

    /// Our file: the settings, and behind them what is none.
    public String yaml() {
        var text = new StringBuilder(new YamlText(settings).toString());
        section(text, "What has no equivalent here:", false);
        section(text, "NOT YET CONVERTED. See to this by hand:", true);
        return text.toString();
    }

    private void section(StringBuilder text, String head, boolean later) {
        List<Remark> some = remarks().stream().filter(it -> it.isLater == later).toList();
        if (!some.isEmpty()) {
            text.append("\n# ").append(head).append('\n');
            some.forEach(it -> text.append("#   ").append(it).append('\n'));
        }
    }
}
