package dev.millrace.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Verdict.Refused;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.hook.HookEvent.Login;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.media.ChannelName;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwtsTest {
    private static final String CLAIM = "mediamtx_permissions";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Tokens tokens = new Tokens("key-1");
    private final List<Visit> guesses = new ArrayList<>();
    private final Jwts jwts = new Jwts(Clock.systemUTC(), guesses::add);
    private HookServer keys;

    @BeforeEach
    void publishKeys() throws IOException {
        keys = new HookServer();
        keys.says(_ -> Answer.of(200, tokens.keys()));
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private JwtRule rule() {
        return rule(Optional.empty(), Optional.empty(), false);
    }

    private JwtRule rule(Optional<String> issuer, Optional<String> audience, boolean once) {
        return new JwtRule(keys.url("jwks.json"), issuer, audience, CLAIM, once);
    }

    private static Visit visit(Deed deed, String stream, Login login) {
        return new Visit(
                deed,
                "s1",
                "flv",
                InetAddress.getLoopbackAddress(),
                new ChannelName(ChannelName.DEFAULT_VHOST, "live", stream),
                new Way("http://server/live", "", "", "", login),
                List.of());
    }

    private static Login bearer(String token) {
        return new Login("", "", token);
    }

    private Optional<Kind> refusal(JwtRule rule, Deed deed, String stream, String token) {
        return jwts.refusal(rule, visit(deed, stream, bearer(token))).map(Refused::kind);
    }

    private String token(String action, String path) {
        return tokens.token(HOUR, Map.of(CLAIM, List.of(Map.of("action", action, "path", path))));
    }

    @Test
    void aTokenIsGoodForWhatItSays() {
        JwtRule rule = rule();
        String publish = token("publish", "live/cam");
        assertThat(refusal(rule, Deed.PUBLISH, "cam", publish)).isEmpty();
        assertThat(refusal(rule, Deed.PLAY, "cam", publish)).contains(Kind.FORBIDDEN);
        assertThat(refusal(rule, Deed.PUBLISH, "cam2", publish)).contains(Kind.FORBIDDEN);
        assertThat(refusal(rule, Deed.PLAY, "anything", token("read", ""))).isEmpty();
        assertThat(refusal(rule, Deed.PLAY, "cam7", token("read", "~^live/cam[0-9]$"))).isEmpty();
        assertThat(refusal(rule, Deed.PLAY, "cam77", token("read", "~^live/cam[0-9]$")))
                .contains(Kind.FORBIDDEN);
        assertThat(refusal(rule, Deed.PLAY, "cam", token("read", "~("))).contains(Kind.FORBIDDEN);
        assertThat(refusal(rule, Deed.PLAY, "cam", tokens.token(HOUR, Map.of(CLAIM, "all"))))
                .contains(Kind.FORBIDDEN);
        assertThat(refusal(rule, Deed.PLAY, "cam", tokens.token(HOUR, Map.of())))
                .contains(Kind.FORBIDDEN);
        assertThat(guesses).as("these were good tokens").isEmpty();
        assertThat(keys.calls()).as("keys are kept").hasSize(1);
    }

    @Test
    void whoHasOnlyAPasswordToSaySaysItThere() {
        Visit visit = visit(Deed.PLAY, "cam", new Login("any", token("read", ""), ""));
        assertThat(jwts.refusal(rule(), visit)).isEmpty();
        assertThat(jwts.refusal(rule(), visit(Deed.PLAY, "cam", Login.NONE)).map(Refused::kind))
                .contains(Kind.LOGIN_NEEDED);
    }

    @Test
    void anExpiredTokenIsNot() {
        String old =
                tokens.token(
                        Duration.ofMinutes(-2),
                        Map.of(CLAIM, List.of(Map.of("action", "read", "path", ""))));
        assertThat(jwts.refusal(rule(), visit(Deed.PLAY, "cam", bearer(old))).map(Refused::reason))
                .contains("the token was good until a while ago");
        assertThat(guesses).isEmpty();
    }

    @Test
    void aForgedTokenIsNotAndIsCounted() {
        String good = token("read", "");
        String body = good.substring(0, good.lastIndexOf('.'));
        for (String forged :
                List.of(
                        new Tokens("key-1")
                                .token(HOUR, Map.of(CLAIM, List.of(Map.of("action", "read")))),
                        body + ".",
                        body + ".AAAA",
                        Tokens.unsigned(Map.of(CLAIM, List.of(Map.of("action", "read")))),
                        "none.of.these",
                        "x")) {
            assertThat(refusal(rule(), Deed.PLAY, "cam", forged))
                    .as(forged)
                    .contains(Kind.FORBIDDEN);
        }
        assertThat(guesses).hasSize(6);
    }

    @Test
    void itMustBeOfTheRightIssuerAndForUs() {
        JwtRule ours = rule(Optional.of("https://login.example"), Optional.of("live"), false);
        Map<String, Object> may = Map.of(CLAIM, List.of(Map.of("action", "read")));
        assertThat(
                        refusal(
                                ours,
                                Deed.PLAY,
                                "cam",
                                tokens.token(HOUR, "https://login.example", "live", may)))
                .isEmpty();
        assertThat(
                        refusal(
                                ours,
                                Deed.PLAY,
                                "cam",
                                tokens.token(HOUR, "https://else.example", "live", may)))
                .contains(Kind.FORBIDDEN);
        assertThat(
                        refusal(
                                ours,
                                Deed.PLAY,
                                "cam",
                                tokens.token(HOUR, "https://login.example", "shop", may)))
                .contains(Kind.FORBIDDEN);
        assertThat(refusal(ours, Deed.PLAY, "cam", tokens.token(HOUR, may)))
                .contains(Kind.FORBIDDEN);
        assertThat(guesses).isEmpty();
    }

    @Test
    void aTokenThatIsGoodOnceIsNotGoodTwice() {
        JwtRule once = rule(Optional.empty(), Optional.empty(), true);
        String token = token("read", "");
        assertThat(refusal(once, Deed.PLAY, "cam", token)).isEmpty();
        assertThat(jwts.refusal(once, visit(Deed.PLAY, "cam", bearer(token))).map(Refused::reason))
                .contains("the token has been used");
        assertThat(refusal(once, Deed.PLAY, "cam", token("read", "live/cam"))).isEmpty();
        assertThat(refusal(rule(), Deed.PLAY, "cam", token)).isEmpty();
    }

    @Test
    void withoutKeysNobodyCanSay() {
        keys.says(_ -> Answer.of(500, ""));
        assertThat(refusal(rule(), Deed.PLAY, "cam", token("read", ""))).contains(Kind.UNAVAILABLE);
        assertThat(refusal(rule(), Deed.PLAY, "cam", token("read", ""))).contains(Kind.UNAVAILABLE);
        assertThat(keys.calls()).as("it is left alone for a while").hasSize(1);
        var nowhere =
                new JwtRule(
                        URI.create("http://127.0.0.1:1/keys"),
                        Optional.empty(),
                        Optional.empty(),
                        CLAIM,
                        false);
        assertThat(refusal(nowhere, Deed.PLAY, "cam", token("read", "")))
                .contains(Kind.UNAVAILABLE);
        assertThat(guesses).isEmpty();
    }

    @Test
    void keysThatAreNoneAreNoAnswer() {
        for (String answer : List.of("<html>", "{}", "{\"keys\": 7}", "x".repeat(1 << 20))) {
            keys.says(_ -> Answer.of(200, answer));
            var jwtsOfThis = new Jwts(Clock.systemUTC(), guesses::add);
            Visit visit = visit(Deed.PLAY, "cam", bearer(token("read", "")));
            assertThat(jwtsOfThis.refusal(rule(), visit).map(Refused::kind))
                    .as(answer)
                    .contains(Kind.UNAVAILABLE);
        }
        assertThat(guesses).isEmpty();
    }
}
