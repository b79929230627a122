package dev.millrace.config.convert;

import dev.millrace.config.file.VtxLinkFile;
import dev.millrace.config.file.YamlLeaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Turns the file of another server into ours: SRS, nginx with its RTMP module, MediaMTX, VTX Link.
public final class Import {
    private static final long FILE_BYTES_MAX = 4 << 20;

    private Import() {}

    /// What becomes of a file. What it is a file of is seen by what stands in it.
    ///
    /// @throws IOException if it cannot be read
    /// @throws BadFileException if it is none of these; says where, and what is wrong
    public static Conversion of(Path file) throws IOException, BadFileException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new BadFileException("it is longer than 4 MB");
        }
        String name = String.valueOf(file.getFileName());
        return name.matches("(?i).*\\.(ya?ml|json)")
                ? yaml(file, Files.readString(file))
                : directives(Files.readString(file));
    }

    static Conversion directives(String text) throws BadFileException {
        List<Directive> all = Directives.read(text);
        return all.stream().anyMatch(it -> it.name().equals("rtmp") && isNginx(it))
                ? NginxImport.of(all)
                : SrsImport.of(all);
    }

    /// SRS 7 has a block of that name, too, with ports in it and no servers.
    private static boolean isNginx(Directive rtmp) {
        return rtmp.all("server").findAny().isPresent();
    }

    private static Conversion yaml(Path file, String text) throws BadFileException {
        List<YamlLeaves.Leaf> leaves;
        try {
            leaves = YamlLeaves.read(text);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(String.valueOf(e.getMessage()));
        }
        if (!VtxLinkFile.isOne(file)) {
            return MediamtxImport.of(leaves);
        }
        var problems = new ArrayList<String>();
        Conversion conversion = VtxLinkImport.of(file, leaves, problems);
        if (!problems.isEmpty()) {
            throw new BadFileException(String.join("\n", problems));
        }
        return conversion;
    }
}
