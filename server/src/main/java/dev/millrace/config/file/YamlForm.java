package dev.millrace.config.file;

import java.util.Set;

/// Which names a file of settings has.
///
/// @param names of all settings, `[]` for each item of a list
/// @param lists those of them that may be lists of words
/// @param isStrict whether what has another name is told of; it is left out otherwise
public record YamlForm(Set<String> names, Set<String> lists, boolean isStrict) {
    boolean isSection(String key) {
        String general = general(key);
        return names.stream()
                .anyMatch(
                        name -> name.startsWith(general + ".") || name.startsWith(general + "[]"));
    }

    boolean isList(String key) {
        return lists.contains(general(key));
    }

    /// Whether nothing that is in there matters.
    boolean ignores(String key) {
        return !isStrict && !names.contains(general(key)) && !isSection(key);
    }

    private static String general(String key) {
        return key.replaceAll("\\[\\d+]", "[]");
    }
}
