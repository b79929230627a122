package dev.millrace.gateway.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.media.ChannelName;
import java.util.Optional;

/// What an HLS URL asks for.
sealed interface HlsUrl {
    /// The channel it is about.
    ChannelName channel() throws Malformed;

    record Playlist(StreamPath url, String channelPath, PlaylistUrl form) implements HlsUrl {
        @Override
        public ChannelName channel() throws Malformed {
            return url.channel(channelPath);
        }
    }

    record Master(StreamPath url, String channelPath) implements HlsUrl {
        @Override
        public ChannelName channel() throws Malformed {
            return url.channel(channelPath);
        }
    }

    record Segment(StreamPath url, String channelPath, long number) implements HlsUrl {
        @Override
        public ChannelName channel() throws Malformed {
            return url.channel(channelPath);
        }
    }

    record Key(StreamPath url, String channelPath, long number) implements HlsUrl {
        @Override
        public ChannelName channel() throws Malformed {
            return url.channel(channelPath);
        }
    }

    String KEY_EXTENSION = "key";

    /// See [HlsNumbers].
    String NUMBER = "[0-9]{10,15}";

    String INDEX = "index";
    String MASTER = "master";

    /// Empty if the URL is none of ours.
    static Optional<HlsUrl> of(StreamPath url) {
        int slash = url.path().lastIndexOf('/');
        String folder = slash < 0 ? "" : url.path().substring(0, slash);
        String file = url.path().substring(slash + 1);
        boolean inChannel = folder.indexOf('/') >= 0;
        return switch (url.extension()) {
            case "m3u8" -> Optional.of(playlist(url, inChannel ? file : "", folder));
            case "ts", "aac", "mp3", "ac3", "eac3" ->
                    inChannel && file.matches(NUMBER)
                            ? Optional.of(new Segment(url, folder, Long.parseLong(file)))
                            : Optional.empty();
            case KEY_EXTENSION ->
                    inChannel && file.matches(NUMBER)
                            ? Optional.of(new Key(url, folder, Long.parseLong(file)))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// @param file in the channel's folder, if it is one
    private static HlsUrl playlist(StreamPath url, String file, String folder) {
        return switch (file) {
            case INDEX -> new Playlist(url, folder, PlaylistUrl.WITHIN);
            case MASTER -> new Master(url, folder);
            default -> new Playlist(url, url.path(), PlaylistUrl.BESIDE);
        };
    }
}
