package dev.millrace.gateway.vod;

import java.util.Optional;

/// What a URL below `/vod/` asks for, decoded and not yet checked.
sealed interface VodUrl {
    String ROOT = "/vod/";
    String PLAYLIST = "m3u8";

    /// Of segments and what is in front of them.
    String PART = "m4s";

    String HEAD = "head-";

    /// Its path, without its ending.
    String recording();

    /// A file.
    ///
    /// @param ending of its name: `flv` or `mp4`
    record Whole(String recording, String ending) implements VodUrl {
        String path() {
            return recording + "." + ending;
        }
    }

    /// `/vod/{path}.m3u8`
    record Playlist(String recording) implements VodUrl {}

    /// `/vod/{path}/{number}.m4s` and `/vod/{path}/head-{number}.m4s`, as playlists of FLV have
    /// them.
    ///
    /// @param name without its ending
    record Part(String recording, String name) implements VodUrl {}

    /// Empty if the URL is none of ours.
    static Optional<VodUrl> of(String path) {
        int dot = path.lastIndexOf('.');
        if (!path.startsWith(ROOT) || dot < path.lastIndexOf('/')) {
            return Optional.empty();
        }
        String name = path.substring(ROOT.length(), dot);
        int slash = name.lastIndexOf('/');
        String ending = path.substring(dot + 1);
        return switch (ending) {
            case "flv", "mp4" -> Optional.of(new Whole(name, ending));
            case PLAYLIST -> Optional.of(new Playlist(name));
            case PART ->
                    slash > 0
                            ? Optional.of(
                                    new Part(name.substring(0, slash), name.substring(slash + 1)))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }
}
