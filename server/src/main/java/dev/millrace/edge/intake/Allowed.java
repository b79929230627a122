package dev.millrace.edge.intake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Which files and hosts segments may be read from: those that are listed, and no others, whatever
/// a playlist says. Immutable.
///
/// @param folders in which segments may be, at any depth
/// @param hosts `host` or `host:port`, in lower case
public record Allowed(List<Path> folders, List<String> hosts) {
    public Allowed {
        folders = folders.stream().map(it -> it.toAbsolutePath().normalize()).toList();
        hosts = hosts.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
    }

    /// Where a segment is.
    ///
    /// @param prefix what the encoder says is in front of its names: a folder as a path or as
    ///   `file://`, or a URL
    /// @param name as the playlist has it; with a scheme or a `/` in front it stands for itself
    /// @throws RefusedException if that is no place, or none that may be read
    Place place(String prefix, String name) throws RefusedException {
        if (isWeb(name)) {
            return onHost(name);
        }
        if (isFile(name)) {
            return inFile(path(name));
        }
        if (isWeb(prefix)) {
            return onHost(prefix.replaceFirst("/+$", "") + "/" + name);
        }
        if (isFile(prefix)) {
            return inFile(within(path(prefix), name));
        }
        throw RefusedException.wrong(
                "the prefix must be a folder such as file:///var/hls, or a URL such as"
                        + " http://camera/hls, but is \"%s\"".formatted(shown(prefix)));
    }

    /// Checks a prefix by itself, so that what is wrong with it is said once.
    void check(String prefix) throws RefusedException {
        Place place = place(prefix, "segment.ts");
        if (place instanceof Place.InFile(var path)) {
            Path folder = path.getParent();
            if (folder != null && Files.exists(folder)) {
                requireReal(folder);
            }
        }
    }

    /// The very file that a path leads to, if it may be read.
    ///
    /// @throws RefusedException if a link leads elsewhere
    /// @throws IOException if there is none
    Path real(Path path) throws RefusedException, IOException {
        Path found = path;
        if (!Files.exists(path) && path.toString().indexOf('%') >= 0) {
            found = inFile(path(decoded(path.toString()))).path();
        }
        Path real = found.toRealPath();
        if (!isWithinReal(real)) {
            throw outside(path);
        }
        if (!Files.isRegularFile(real)) {
            throw new IOException(path + " is no file");
        }
        return real;
    }

    private void requireReal(Path folder) throws RefusedException {
        try {
            if (!isWithinReal(folder.toRealPath())) {
                throw outside(folder);
            }
        } catch (IOException e) {
            throw RefusedException.wrong(folder + " cannot be read: " + e);
        }
    }

    private boolean isWithinReal(Path real) throws IOException {
        for (Path folder : folders) {
            if (Files.exists(folder) && real.startsWith(folder.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private Place.InFile inFile(Path path) throws RefusedException {
        Path normal = path.normalize();
        if (folders.stream().noneMatch(normal::startsWith)) {
            throw outside(path);
        }
        return new Place.InFile(normal);
    }

    private RefusedException outside(Path path) {
        String allowed = folders.isEmpty() ? "which lists none" : "which lists " + folders;
        return RefusedException.forbidden(
                "%s is not in one of the folders of edge.folders, %s"
                        .formatted(shown(path.toString()), allowed));
    }

    private Place.OnHost onHost(String text) throws RefusedException {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw RefusedException.wrong("\"%s\" is no URL".formatted(shown(text)));
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw RefusedException.wrong(
                    "\"%s\" must name a host, and no user"
                            .formatted(shown(host == null ? text : host)));
        }
        String name = host.toLowerCase(Locale.ROOT);
        int port = uri.getPort();
        boolean allowed =
                hosts.contains(name) ? true : port >= 0 && hosts.contains(name + ":" + port);
        if (!allowed) {
            throw RefusedException.forbidden(
                    "%s is not one of the hosts of edge.fetch, which lists %s"
                            .formatted(shown(name), hosts.isEmpty() ? "none" : hosts));
        }
        return new Place.OnHost(uri);
    }

    private static boolean isWeb(String text) {
        String scheme = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
        return scheme.startsWith("http://") || scheme.startsWith("https://");
    }

    private static boolean isFile(String text) {
        return text.startsWith("/") || text.regionMatches(true, 0, "file:", 0, 5);
    }

    private static Path within(Path folder, String name) throws RefusedException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw RefusedException.wrong("\"%s\" is no name of a file".formatted(shown(name)));
        }
    }

    /// Of `/folder`, `file:/folder`, `file:///folder` or `file://localhost/folder`.
    private static Path path(String text) throws RefusedException {
        String path = text;
        if (!text.startsWith("/")) {
            path = text.substring("file:".length());
            if (path.startsWith("//")) {
                path = path.substring(2).replaceFirst("^localhost(?=/)", "");
            }
        }
        if (!path.startsWith("/")) {
            throw RefusedException.wrong(
                    "\"%s\" must have a whole path, such as file:///var/hls"
                            .formatted(shown(text)));
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw RefusedException.wrong("\"%s\" is no path".formatted(shown(text)));
        }
    }

    private static String decoded(String path) throws RefusedException {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.wrong("\"%s\" is no path".formatted(shown(path)));
        }
    }

    private static String shown(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return safe.length() > 200 ? safe.substring(0, 200) + "…" : safe;
    }
}
