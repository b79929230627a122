package dev.millrace.config.convert;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where recordings are: one folder for all of them, and names in it.
final class RecordingPath {
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\p{L}\\p{Nd}_.~@:+=,!/\\[\\]-]");

    private final Conversion to;
    private final String prefix;

    RecordingPath(Conversion to, String prefix) {
        this.to = to;
        this.prefix = prefix;
    }

    /// @param path of files, without their ending and with our variables
    void set(String path, Directive it) {
        set(path, it.line(), it);
    }

    /// @param path of files, without their ending and with our variables
    void set(String path, int line, Object what) {
        int variable = path.indexOf('[');
        int slash = variable < 0 ? path.lastIndexOf('/') : path.lastIndexOf('/', variable);
        String folder = slash <= 0 ? "" : path.substring(0, slash);
        String name = NOT_ALLOWED.matcher(path.substring(slash + 1)).replaceAll("-");
        if (variable < 0) {
            name = "[app]/[stream].[timestamp]";
        }
        to.set(prefix + "dvr.path", name);
        Optional<String> other = to.get("dvr.folder").filter(it -> !it.equals(folder));
        if (other.isPresent()) {
            to.none(line, what, "there is one folder for all recordings, and it is " + other.get());
        } else if (!folder.isEmpty()) {
            to.set("dvr.folder", folder);
        }
    }
}
