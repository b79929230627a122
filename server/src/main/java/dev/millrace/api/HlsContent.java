package dev.millrace.api;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.EntityTags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Playlists, and segments that are whole in memory, as answers. RFC 8216.
public final class HlsContent {
    private HlsContent() {}

    public static Content playlist(MediaPlaylist playlist) {
        byte[] text = PlaylistWriter.write(playlist).getBytes(StandardCharsets.UTF_8);
        return Content.of("application/vnd.apple.mpegurl", text)
                .tagged(EntityTags.of(List.of(ByteBuffer.wrap(text))))
                .cached("no-cache");
    }

    /// A segment.
    ///
    /// @param name that no other segment has
    public static Content segment(String name, byte[] body) {
        return Content.of("video/mp2t", body)
                .tagged(name)
                .cached("public, max-age=3600, immutable")
                .inRanges();
    }
}
