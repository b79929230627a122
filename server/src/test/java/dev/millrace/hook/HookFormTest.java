package dev.millrace.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.hook.HookEvent.Login;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.json.JsonException;
import dev.millrace.media.ChannelName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HookFormTest {
    private static final ChannelName CAM = new ChannelName("__defaultVhost__", "live", "cam");

    static HookEvent event(HookAction action, ChannelName channel) {
        return new HookEvent(
                action,
                "s7",
                "rtmp",
                "192.0.2.1",
                channel,
                new Way(
                        "rtmp://example.com/live",
                        "key=a%26b&x=1",
                        "https://page.example.com/",
                        "FMLE/3.0",
                        new Login("bob", "known", "")),
                Map.of());
    }

    private static String body(HookForm form, HookAction action) {
        return new String(form.body(event(action, CAM), "vid-1"), StandardCharsets.UTF_8);
    }

    @Test
    void srsIsToldWhatItsVersionsTell() {
        assertThat(body(HookForm.SRS, HookAction.PUBLISH))
                .isEqualTo(
                        """
                        {"server_id":"vid-1","action":"on_publish","client_id":"s7",\
                        "ip":"192.0.2.1","vhost":"__defaultVhost__","app":"live",\
                        "tcUrl":"rtmp://example.com/live",\
                        "pageUrl":"https://page.example.com/","stream":"cam",\
                        "param":"?key=a%26b&x=1","stream_url":"/live/cam",\
                        "stream_id":"ID"}\
                        """
                                .replace("ID", SrsIds.ofStream(CAM)));
    }

    @Test
    void whoConnectsHasNoStreamYet() {
        var app = new ChannelName("tv.example.com", "live", "");
        var text =
                new String(
                        HookForm.SRS.body(event(HookAction.CONNECT, app), "vid-1"),
                        StandardCharsets.UTF_8);
        assertThat(text)
                .contains("\"action\":\"on_connect\"", "\"vhost\":\"tv.example.com\"")
                .doesNotContain("stream");
    }

    @Test
    void nginxIsToldInTheFieldsOfAForm() {
        assertThat(body(HookForm.NGINX, HookAction.PUBLISH))
                .isEqualTo(
                        "app=live&flashver=FMLE%2F3.0&swfurl="
                                + "&tcurl=rtmp%3A%2F%2Fexample.com%2Flive"
                                + "&pageurl=https%3A%2F%2Fpage.example.com%2F&addr=192.0.2.1"
                                + "&clientid=s7&call=publish&name=cam&type=live&key=a%26b&x=1");
        assertThat(body(HookForm.NGINX, HookAction.STOP)).contains("&call=play_done&name=cam&key=");
    }

    @Test
    void mediaMtxIsToldTheLogin() {
        assertThat(body(HookForm.MEDIAMTX, HookAction.PLAY))
                .isEqualTo(
                        """
                        {"ip":"192.0.2.1","user":"bob","password":"known","token":"",\
                        "action":"read","path":"live/cam","protocol":"rtmp","id":"s7",\
                        "query":"key=a%26b&x=1","userAgent":"FMLE/3.0"}\
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "SRS, 200, 0, Allowed",
                "SRS, 201, | 0 |, Allowed",
                "SRS, 200, {\"code\": 0}, Allowed",
                "SRS, 200, {\"code\": 3}, Refused",
                "SRS, 200, {}, Refused",
                "SRS, 200, 1, Refused",
                "SRS, 200, ||, Refused",
                "SRS, 200, <html>0</html>, Refused",
                "SRS, 204, 0, Refused",
                "SRS, 403, 0, Refused",
                "NGINX, 200, no, Allowed",
                "NGINX, 204, ||, Allowed",
                "NGINX, 302, ||, Refused",
                "NGINX, 404, ||, Refused",
                "MEDIAMTX, 200, ||, Allowed",
                "MEDIAMTX, 401, ||, LoginNeeded",
                "MEDIAMTX, 403, ||, Refused",
            })
    void eachHasItsYes(HookForm form, int status, String body, String decision) {
        assertThat(form.decision(new HookAnswer(status, body, Optional.empty())))
                .extracting(it -> it.getClass().getSimpleName())
                .isEqualTo(decision);
    }

    @Test
    void nginxMayGiveAnotherName() {
        assertThat(HookForm.NGINX.decision(new HookAnswer(302, "", Optional.of("bob"))))
                .isEqualTo(new Decision.Renamed("bob"));
    }

    @ParameterizedTest
    @EnumSource(
            value = HookForm.class,
            names = {"SRS", "NGINX"})
    void clientsMayBeSentElsewhere(HookForm form) {
        assertThat(form.decision(new HookAnswer(302, "", Optional.of("rtmp://x/y/z"))))
                .isEqualTo(new Decision.Redirected(URI.create("rtmp://x/y/z")));
        assertThat(form.decision(new HookAnswer(302, "", Optional.of("rtmp://"))))
                .isInstanceOf(Decision.Refused.class);
        assertThat(form.decision(new HookAnswer(200, "", Optional.of("rtmp://x/y/z"))))
                .isNotInstanceOf(Decision.Redirected.class);
    }

    @Test
    void aNotificationIsAllInItsUrl() {
        HookEvent event =
                new HookEvent(
                        HookAction.HLS_NOTIFY,
                        "s7",
                        "rtmp",
                        "192.0.2.1",
                        new ChannelName("tv.example.com", "live/a", "front door"),
                        new Way("", "key=a%26b", "", "", Login.NONE),
                        Map.of("url", "live/a/front%20door/17.ts?vhost=tv.example.com"));
        URI pattern = NotifyUrl.pattern("http://cdn/[vhost]/[app]/[stream][param]&at=/[ts_url]");
        assertThat(HookForm.NOTIFY.target(pattern, event))
                .hasToString(
                        "http://cdn/tv.example.com/live/a/front%20door?key=a%26b"
                                + "&at=/live/a/front%20door/17.ts?vhost=tv.example.com");
        assertThat(HookForm.NOTIFY.body(event, "vid-1")).isEmpty();
    }

    /// A publisher writes what it likes; the service is told all the same.
    @Test
    void whatNoUrlHasIsEncoded() {
        Way way = new Way("", "a=<b c>&d=%zz%41|é[$1", "", "", Login.NONE);
        HookEvent event =
                new HookEvent(HookAction.HLS_NOTIFY, "s7", "rtmp", "", CAM, way, Map.of());
        assertThat(HookForm.NOTIFY.target(NotifyUrl.pattern("http://cdn/x[param]"), event))
                .hasToString("http://cdn/x?a=%3Cb%20c%3E&d=%25zz%41%7C%C3%A9%5B$1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "200, {\"code\": 0 \"data\": {\"urls\": [\"rtmp://a\"]}}, no JSON",
                "200, |{\"code\": 0, \"data\": {\"urls\": [\"rtmp://a\"]}}|, rtmp://a",
                "200, |{\"data\": {\"urls\": [\"rtmp://a\", \"x\"]}}|, |rtmp://a x|",
                "200, |{\"code\": 1, \"data\": {\"urls\": [\"rtmp://a\"]}}|, ||",
                "200, |{\"data\": {\"urls\": [1]}}|, data.urls must be a list of texts",
                "200, |{\"code\": 0}|, ||",
                "200, 0, ||",
                "204, ||, ||",
                "404, |{\"data\": {\"urls\": [\"rtmp://a\"]}}|, ||",
                "200, <html>, no JSON",
            })
    void placesAreNamed(int status, String body, String places) {
        var answer = new HookAnswer(status, body, Optional.empty());
        String said;
        try {
            said = String.join(" ", SrsForm.urls(answer));
        } catch (JsonException e) {
            said = e.getMessage();
        }
        assertThat(said).contains(places).matches(it -> it.isEmpty() == places.isEmpty());
    }
}
