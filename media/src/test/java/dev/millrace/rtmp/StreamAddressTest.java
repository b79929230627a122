package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What tcUrl, app and stream name mean together, in all the ways clients write them.
class StreamAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    # tcUrl                        | app             | name          | expected
                    rtmp://h/live | live | cam | h live/cam ?
                    rtmp://h:1935/live | live | cam | h live/cam ?
                    rtmps://h:443/live | live | cam | h live/cam ?
                    rtmp://10.0.0.1:19350/live | live | cam | 10.0.0.1 live/cam ?
                    rtmp://[2001:db8::1]:1935/live | live | cam | 2001:db8::1 live/cam ?
                    rtmp://[::1]/live | live | cam | ::1 live/cam ?
                    rtmp://u:p@h/live | live | cam | h live/cam ?
                    # Virtual hosts
                    rtmp://h/live?vhost=x | live?vhost=x | cam | x live/cam ?vhost=x
                    rtmp://h/live | live?vhost=x | cam | x live/cam ?vhost=x
                    rtmp://h/live?vhost=x | live | cam | x live/cam ?vhost=x
                    rtmp://h/live...vhost...x | live...vhost...x | cam | x live/cam ?vhost=x
                    rtmp://h/live | live | cam?vhost=x | x live/cam ?vhost=x
                    rtmp://h/live | live | cam...vhost...x | x live/cam ?vhost=x
                    rtmp://h/live?vhost=x | live?vhost=x | cam?vhost=y | y live/cam ?vhost=y&vhost=x
                    rtmp://h/live?vhost=x/ | live?vhost=x/ | cam | x live/cam ?vhost=x
                    rtmp://h/live?vhost=x/cam | live?vhost=x/cam | `` | x live/cam ?vhost=x
                    rtmp://h/live?a=1&vhost=x/cam?t=2 | `` | `` | x live/cam ?a=1&vhost=x&t=2
                    rtmp://h/live | live...vhost...x...token...t | cam | x live/cam ?vhost=x&token=t
                    rtmp://h/live?vhost=%C3%A4.b | `` | cam | ä.b live/cam ?vhost=%C3%A4.b
                    # Parameters
                    rtmp://h/live | live | cam?token=a/b&x | h live/cam ?token=a/b&x
                    rtmp://h/live?k=1 | live?k=1 | cam?token=2 | h live/cam ?token=2&k=1
                    # The path, split as encoders like
                    rtmp://h/live/eu | live/eu | cam | h live/eu/cam ?
                    rtmp://h/live | live | eu/cam | h live/eu/cam ?
                    rtmp://h/live/cam | live/cam | `` | h live/cam ?
                    rtmp://h/live/eu/cam | live/eu/cam | `` | h live/eu/cam ?
                    rtmp://h/ | `` | live/cam | h live/cam ?
                    rtmp://h | `` | live/cam | h live/cam ?
                    rtmp://h/live | `` | cam | h live/cam ?
                    rtmp://h/live/ | live/ | /cam/ | h live/cam ?
                    rtmp://h//live | //live | //eu//cam | h live/eu/cam ?
                    ` rtmp://h/live ` | ` live ` | ` cam ` | h live/cam ?
                    `` | live | cam | ` live/cam ?`
                    nonsense | live | cam | ` live/cam ?`
                    # Prefixes and encoded characters
                    rtmp://h/live | live | flv:cam | h live/cam ?
                    rtmp://h/live | live | mp4:eu/cam | h live/eu/cam ?
                    rtmp://h/live | live | c%61m%20%C3%A4 | h live/cam ä ?
                    rtmp://h/live | live | 100%+%zz%4 | h live/100%+%zz%4 ?
                    rtmp://h/live | live | ... | h live/... ?
                    rtmp://h/live | live | wait...what | h live/wait...what ?
                    # Too little
                    rtmp://h/live | live | `` | h /live ?
                    rtmp://h | `` | `` | h / ?
                    """)
    void isUnderstood(String tcUrl, String app, String name, String expected) {
        AmfFields fields = new AmfFields().put("app", app).put("tcUrl", tcUrl);
        assertThat(shown(address(fields.toObject(), name))).isEqualTo(expected);
    }

    @Test
    void aCommandObjectMayBeAnythingAndHoldAnything() {
        assertThat(shown(address(AmfNull.NULL, "live/cam"))).isEqualTo(" live/cam ?");
        assertThat(shown(address(AmfValue.of("live"), "live/cam"))).isEqualTo(" live/cam ?");
        AmfFields odd = new AmfFields().put("app", 5).put("tcUrl", true);
        assertThat(shown(address(odd.toObject(), "live/cam"))).isEqualTo(" live/cam ?");
    }

    @Test
    void whatTheClientSaysOfItselfIsAtHand() {
        ConnectRequest request =
                ConnectRequest.of(
                        new AmfFields()
                                .put("flashVer", "LNX 9,0,124,2")
                                .put("pageUrl", "http://p/")
                                .toObject());
        assertThat(request.flashVer()).isEqualTo("LNX 9,0,124,2");
        assertThat(request.pageUrl()).isEqualTo("http://p/");
        assertThat(request.swfUrl()).isEmpty();
    }

    @Test
    void parametersAreDecoded() {
        var address = new StreamAddress("h", "live", "cam", "token=a%20b&token=c&flag&x=");
        assertThat(address.parameter("token")).contains("a b");
        assertThat(address.parameter("x")).contains("");
        assertThat(address.parameter("flag")).isEmpty();
        assertThat(address.parameter("oken")).isEmpty();
    }

    @Test
    void becomesAChannelNameOnceChecked() throws Exception {
        StreamAddress address = address(new AmfFields().put("app", "live/eu").toObject(), "cam");
        assertThat(address.channelIn("")).isEqualTo(ChannelName.parse("live/eu/cam"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../cam", "%2e%2e", "a%2f..%2fb", "a%00b", "c m", "a\\b"})
    void hostileNamesAreRefusedThen(String name) {
        StreamAddress address = address(new AmfFields().put("app", "live").toObject(), name);
        assertThatThrownBy(() -> address.channelIn("")).isInstanceOf(Malformed.class);
    }

    @Test
    void aNameOfNothingButTricksTakesNoTime() {
        String tricks = "a?vhost=/".repeat(7000);
        assertThat(address(new AmfFields().put("app", tricks).toObject(), tricks)).isNotNull();
    }

    /// Three lines: tcUrl, app, name.
    @FuzzTest(maxDuration = "5s")
    void isAChannelNameOrNone(byte[] utf8) throws Malformed {
        String[] lines = (new String(utf8, StandardCharsets.UTF_8) + "\n\n").split("\n", -1);
        AmfFields fields = new AmfFields().put("tcUrl", lines[0]).put("app", lines[1]);
        StreamAddress address = address(fields.toObject(), lines[2]);
        address.parameter("token");
        ChannelName name;
        try {
            name = address.channelIn("");
        } catch (Malformed refused) {
            return;
        }
        assertThat(ChannelName.parse(name.path())).isEqualTo(name);
    }

    private static StreamAddress address(AmfValue properties, String name) {
        return StreamAddress.of(ConnectRequest.of(properties), name);
    }

    private static String shown(StreamAddress address) {
        return "%s %s/%s ?%s"
                .formatted(address.vhost(), address.app(), address.stream(), address.query());
    }
}
