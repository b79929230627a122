package dev.millrace.config.convert;

import dev.millrace.config.file.Setting;
import dev.millrace.config.file.VtxLinkFile;
import dev.millrace.config.file.YamlLeaves;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// `vtx-link.yaml`, which `serve --config` takes as it is, too.
final class VtxLinkImport {
    private static final Set<String> KNOWN =
            Set.of(
                    "server.listen",
                    "server.ffmpeg_binary",
                    "server.hls_root",
                    "streams[].name",
                    "streams[].source",
                    "streams[].output_args",
                    "streams[].auto_start",
                    "streams[].idle_timeout",
                    "streams[].retry.max_attempts",
                    "streams[].retry.initial_backoff_sec",
                    "streams[].retry.max_backoff_sec");

    private VtxLinkImport() {}

    private static boolean isName(Setting setting) {
        return setting.key().endsWith("].name");
    }

    /// @param problems what is wrong with the file's form is added
    static Conversion of(Path file, List<YamlLeaves.Leaf> leaves, List<String> problems) {
        var to = new Conversion();
        List<Setting> settings = VtxLinkFile.read(file, problems);
        // A relay begins with its name.
        settings.stream().filter(VtxLinkImport::isName).forEach(it -> to.set(it.key(), it.text()));
        settings.forEach(it -> to.set(it.key(), it.text()));
        for (YamlLeaves.Leaf leaf : leaves) {
            String name = String.join(".", leaf.path()).replaceAll("\\.\\d+(?=\\.|$)", "[]");
            if (!KNOWN.contains(name.replaceFirst("\\[]$", ""))) {
                to.none(
                        leaf.line(),
                        "%s: %s".formatted(name, leaf.text()),
                        "VTX Link does not know it, either");
            }
        }
        return to;
    }
}
