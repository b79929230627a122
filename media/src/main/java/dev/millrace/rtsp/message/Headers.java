package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The headers of a message, in order. Case does not matter in names. RFC 2326, 4.2.
///
/// Text is ISO 8859-1, so that bytes of whatever encoding go out as they came in.
public final class Headers {
    private final List<Map.Entry<String, String>> lines = new ArrayList<>();

    /// Adds one behind the others.
    public Headers with(String name, String value) {
        lines.add(Map.entry(name, value));
        return this;
    }

    /// Adds those of `more` behind the others.
    public Headers with(Headers more) {
        lines.addAll(more.lines);
        return this;
    }

    /// The first with this name.
    public Optional<String> get(String name) {
        return all(name).stream().findFirst();
    }

    /// All with this name.
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// As lines of text, each with its end.
    @Override
    public String toString() {
        var text = new StringBuilder();
        lines.forEach(line ->
                text.append(line.getKey()).append(": ").append(line.getValue()).append("\r\n"));
        return text.toString();
    }

    /// Adds what came. A line that begins with a space continues the one before.
    void receive(String line) throws ProtocolException {
        boolean continues = line.startsWith(" ") || line.startsWith("\t");
        if (continues && !lines.isEmpty()) {
            Map.Entry<String, String> last = lines.removeLast();
            String value = last.getValue() + " " + line.strip();
            MessageLimit.LINE_BYTES.check(value.length());
            with(last.getKey(), value);
            return;
        }
        int colon = line.indexOf(':');
        if (colon > 0) { // a line without a name says nothing, and cameras have such
            with(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            MessageLimit.HEADERS.check(lines.size());
        }
    }
}
