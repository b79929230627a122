package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaylistUrlTest {
    /// Behind a proxy that puts something in front of all paths, too.
    @ParameterizedTest
    @CsvSource({
        "live/cam, live/cam, /live/cam/index.m3u8",
        "live/cam, live/cam_sd, /live/cam_sd.m3u8",
        "live/eu/cam, live/eu/cam_sd, /live/eu/cam_sd.m3u8",
        "live/eu/cam, sd/a@b, /sd/a%40b.m3u8",
        "live/cam, sd/eu/cam, /sd/eu/cam.m3u8",
        "live/cam?vhost=tv.example, sd/cam?vhost=tv.example, /sd/cam.m3u8?vhost=tv.example",
    })
    void aMasterPlaylistLeadsToTheOthers(String here, String other, String path) throws Malformed {
        ChannelName name = ChannelName.parse(here);
        String uri = PlaylistUrl.fromWithin(name, ChannelName.parse(other));
        assertThat(URI.create("http://host/x/" + name.path() + "/master.m3u8").resolve(uri))
                .isEqualTo(URI.create("http://host/x" + path));
    }
}
