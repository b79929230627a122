package dev.millrace.hls;

import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.hls.MediaPlaylist.Start;
import java.util.Locale;
import java.util.Optional;

/// Makes the text of a playlist, which [PlaylistParser] reads back into an equal value.
public final class PlaylistWriter {
    private final StringBuilder text = new StringBuilder(1024);

    private PlaylistWriter() {}

    /// The whole playlist, lines ended by a line feed.
    public static String write(Playlist playlist) {
        var writer = new PlaylistWriter();
        writer.line("#EXTM3U");
        switch (playlist) {
            case MediaPlaylist media -> writer.media(media);
            case MasterPlaylist master -> writer.master(master);
        }
        return writer.text.toString();
    }

    private void media(MediaPlaylist playlist) {
        Header header = playlist.header();
        line("#EXT-X-VERSION:", version(playlist));
        if (header.independentSegments()) {
            line("#EXT-X-INDEPENDENT-SEGMENTS");
        }
        line("#EXT-X-TARGETDURATION:", header.targetDurationSeconds());
        if (header.type() != MediaPlaylist.Type.LIVE) {
            line("#EXT-X-PLAYLIST-TYPE:", header.type());
        }
        header.start().ifPresent(this::start);
        line("#EXT-X-MEDIA-SEQUENCE:", header.mediaSequence());
        if (header.discontinuitySequence() > 0) {
            line("#EXT-X-DISCONTINUITY-SEQUENCE:", header.discontinuitySequence());
        }
        Optional<Resource> map = Optional.empty();
        Optional<Encryption> encryption = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            if (!segment.encryption().equals(encryption)) {
                encryption = segment.encryption();
                key(encryption);
            }
            segment(segment, map);
            map = segment.map();
        }
        if (playlist.ended()) {
            line("#EXT-X-ENDLIST");
        }
    }

    /// The lowest version that has everything in use. RFC 8216, section 7; Apple's table of
    /// versions adds the gap.
    private static int version(MediaPlaylist playlist) {
        int version = 3; // durations with a fraction
        for (MediaSegment segment : playlist.segments()) {
            if (segment.gap()) {
                version = Math.max(version, 8);
            } else if (segment.map().isPresent()) {
                version = Math.max(version, 6);
            } else if (segment.resource().range().isPresent()) {
                version = Math.max(version, 4);
            }
        }
        return version;
    }

    private void start(Start start) {
        String offset = DecimalSeconds.format(start.offsetUs());
        line("#EXT-X-START:TIME-OFFSET=" + offset, start.precise() ? ",PRECISE=YES" : "");
    }

    private void segment(MediaSegment segment, Optional<Resource> mapBefore) {
        if (segment.discontinuity()) {
            line("#EXT-X-DISCONTINUITY");
        }
        segment.map().filter(map -> !mapBefore.equals(Optional.of(map))).ifPresent(this::map);
        segment.programDateTime()
                .ifPresent(t -> line("#EXT-X-PROGRAM-DATE-TIME:", ProgramDateTime.format(t)));
        if (segment.gap()) {
            line("#EXT-X-GAP");
        }
        line("#EXTINF:" + DecimalSeconds.format(segment.durationUs()), ",");
        segment.resource().range().ifPresent(range -> line("#EXT-X-BYTERANGE:", range));
        line(segment.resource().uri());
    }

    private void key(Optional<Encryption> encryption) {
        line(
                "#EXT-X-KEY:METHOD=",
                encryption
                        .map(it ->
                                "AES-128,URI=\"%s\"%s"
                                        .formatted(
                                                it.keyUri(),
                                                it.iv().map(iv -> ",IV=0x" + iv).orElse("")))
                        .orElse("NONE"));
    }

    private void map(Resource map) {
        String range = map.range().map(r -> ",BYTERANGE=\"" + r + "\"").orElse("");
        line("#EXT-X-MAP:URI=\"" + map.uri() + "\"", range);
    }

    private void master(MasterPlaylist playlist) {
        if (playlist.independentSegments()) {
            line("#EXT-X-INDEPENDENT-SEGMENTS");
        }
        for (Variant variant : playlist.variants()) {
            text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(variant.bandwidthBits());
            if (!variant.codecs().isEmpty()) {
                text.append(",CODECS=\"").append(String.join(",", variant.codecs())).append('"');
            }
            variant.resolution()
                    .ifPresent(
                            r -> text.append(",RESOLUTION=").append(r.width() + "x" + r.height()));
            variant.frameRate()
                    .ifPresent(r -> text.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", r)));
            line("");
            line(variant.uri());
        }
    }

    private void line(String text) {
        line(text, "");
    }

    private void line(String tag, Object value) {
        text.append(tag).append(value).append('\n');
    }
}
