package dev.millrace.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.hook.Hook;
import dev.millrace.hook.HookEvent.Login;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.hook.HookForm;
import dev.millrace.hook.Hooks;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Failures;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final ChannelName CAM = new ChannelName("__defaultVhost__", "live", "cam");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String KEY = "nobody-knows-it";

    private static Entry entry(EntryRules.Of play) {
        return new Entry(
                _ -> new EntryRules(EntryRules.Of.ALL, EntryRules.Of.ALL, play),
                new Hooks("vid-1", "Millrace/1"),
                Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static EntryRules.Of key() {
        return rule(EntryRules.Of.EVERYWHERE, Optional.of(KEY), Seats.Limit.NONE, List.of());
    }

    private static EntryRules.Of rule(
            Predicate<InetAddress> from,
            Optional<String> key,
            Seats.Limit seats,
            List<Hook> asked) {
        return new EntryRules.Of(
                from, Optional.empty(), key, Optional.empty(), seats, asked, List.of());
    }

    /// Asked in MediaMTX's words, and again for each who comes.
    private static Hook hook(HookServer server) {
        return new Hook(
                server.url("auth"),
                HookForm.MEDIAMTX,
                Duration.ofSeconds(5),
                Duration.ZERO,
                Optional.empty(),
                false);
    }

    private static Visit visit(String query) {
        return visit("192.0.2.1", query, Login.NONE);
    }

    private static Visit visit(String from, String query, Login login) {
        return visit("s1", from, query, login);
    }

    private static Visit visit(String session, String from, String query, Login login) {
        try {
            return new Visit(
                    Deed.PLAY,
                    session,
                    "flv",
                    InetAddress.getByName(from),
                    CAM,
                    new Way("http://server/live", query, "", "", login),
                    List.of());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Kind> refusal(Entry entry, Visit visit) throws InterruptedException {
        return entry.ask(visit) instanceof Verdict.Refused refused
                ? Optional.of(refused.kind())
                : Optional.empty();
    }

    @Test
    void nothingIsAskedOfAnybodyUnlessSomethingIs() throws InterruptedException {
        assertThat(Entry.open().isOpen(Deed.PLAY, CAM)).isTrue();
        assertThat(Entry.open().ask(visit(""))).isEqualTo(new Verdict.Welcome(CAM));
        assertThat(entry(key()).isOpen(Deed.PLAY, CAM)).isFalse();
        assertThat(entry(key()).isOpen(Deed.PUBLISH, CAM)).isTrue();
    }

    @Test
    void aUrlIsGoodUntilItSaysSo() throws InterruptedException {
        Entry entry = entry(key());
        String good = SignedUrl.query(KEY, Deed.PLAY, CAM, NOON);
        assertThat(refusal(entry, visit(good))).isEmpty();
        assertThat(refusal(entry, visit("x=y&" + good))).isEmpty();
        String old = SignedUrl.query(KEY, Deed.PLAY, CAM, NOON.minusSeconds(1));
        assertThat(refusal(entry, visit(old))).contains(Kind.FORBIDDEN);
        assertThat(refusal(entry, visit(""))).contains(Kind.FORBIDDEN);
    }

    @Test
    void aUrlIsGoodForNothingElse() throws InterruptedException {
        Entry entry = entry(key());
        var other = new ChannelName("__defaultVhost__", "live", "other");
        for (String query :
                List.of(
                        SignedUrl.query(KEY, Deed.PUBLISH, CAM, NOON),
                        SignedUrl.query(KEY, Deed.PLAY, other, NOON),
                        SignedUrl.query("another-key-it-is", Deed.PLAY, CAM, NOON),
                        SignedUrl.query(KEY, Deed.PLAY, CAM, NOON).replace("s=1", "s=2"),
                        "expires=x&sign=y",
                        "expires=99999999999999999999&sign=")) {
            assertThat(refusal(entry, visit(query))).as(query).contains(Kind.FORBIDDEN);
        }
    }

    @Test
    void whoForgesTooOftenIsNotAskedAnyMore() throws InterruptedException {
        Entry entry = entry(key());
        for (int i = 0; i < Failures.PER_MINUTE; i++) {
            assertThat(refusal(entry, visit("expires=1&sign=" + i))).contains(Kind.FORBIDDEN);
        }
        String good = SignedUrl.query(KEY, Deed.PLAY, CAM, NOON);
        assertThat(refusal(entry, visit(good))).contains(Kind.TOO_MANY);
        assertThat(refusal(entry, visit("192.0.2.2", good, Login.NONE))).isEmpty();
    }

    @Test
    void someMayNotFromWhereTheyAre() throws InterruptedException {
        Entry entry =
                entry(
                        rule(
                                InetAddress::isLoopbackAddress,
                                Optional.empty(),
                                Seats.Limit.NONE,
                                List.of()));
        assertThat(refusal(entry, visit("192.0.2.1", "", Login.NONE))).contains(Kind.FORBIDDEN);
        assertThat(refusal(entry, visit("127.0.0.1", "", Login.NONE))).isEmpty();
    }

    @Test
    void passwordsAreNotTriedOut() throws IOException, InterruptedException {
        try (var server = new HookServer()) {
            server.says(it -> it.body().contains("right") ? Answer.YES : Answer.of(401, ""));
            Hook hook = hook(server);
            Entry entry =
                    entry(
                            rule(
                                    EntryRules.Of.EVERYWHERE,
                                    Optional.empty(),
                                    Seats.Limit.NONE,
                                    List.of(hook)));
            // Who has said nothing yet has not guessed.
            for (int i = 0; i < 2 * Failures.PER_MINUTE; i++) {
                assertThat(refusal(entry, visit(""))).contains(Kind.LOGIN_NEEDED);
            }
            for (int i = 0; i < Failures.PER_MINUTE; i++) {
                var guess = new Login("bob", "guess" + i, "");
                assertThat(refusal(entry, visit("192.0.2.1", "", guess)))
                        .contains(Kind.LOGIN_NEEDED);
            }
            var right = new Login("bob", "right", "");
            assertThat(refusal(entry, visit("192.0.2.1", "", right))).contains(Kind.TOO_MANY);
            assertThat(refusal(entry, visit("192.0.2.3", "", right))).isEmpty();
        }
    }

    @Test
    void aChannelHasNoMoreViewersThanSeats() throws InterruptedException {
        var two = new Seats.Limit(Optional.of(2), Optional.empty());
        Entry entry = entry(rule(EntryRules.Of.EVERYWHERE, Optional.empty(), two, List.of()));
        Visit first = visit("s1", "192.0.2.1", "", Login.NONE);
        Visit second = visit("s2", "192.0.2.1", "", Login.NONE);
        Visit third = visit("s3", "192.0.2.2", "", Login.NONE);
        assertThat(refusal(entry, first)).isEmpty();
        assertThat(refusal(entry, second)).isEmpty();
        assertThat(entry.ask(third))
                .isEqualTo(
                        new Verdict.Refused(
                                Kind.UNAVAILABLE,
                                "there are 2 viewers, the most allowed (limits.viewers)"));
        assertThat(refusal(entry, second)).as("it has a seat").isEmpty();
        assertThat(entry.askHere(third)).as("of a recording").isEqualTo(new Verdict.Welcome(CAM));
        entry.left(first, 0, 0);
        assertThat(refusal(entry, third)).isEmpty();
    }

    @Test
    void anAddressHasNoMoreViewersThanItMay() throws InterruptedException {
        var one = new Seats.Limit(Optional.empty(), Optional.of(1));
        Entry entry = entry(rule(EntryRules.Of.EVERYWHERE, Optional.empty(), one, List.of()));
        assertThat(refusal(entry, visit("s1", "192.0.2.1", "", Login.NONE))).isEmpty();
        assertThat(refusal(entry, visit("s2", "192.0.2.1", "", Login.NONE)))
                .contains(Kind.UNAVAILABLE);
        assertThat(refusal(entry, visit("s3", "192.0.2.2", "", Login.NONE))).isEmpty();
        assertThat(refusal(entry, visit("s4", "2001:db8::1", "", Login.NONE))).isEmpty();
        assertThat(refusal(entry, visit("s5", "2001:db8::2", "", Login.NONE)))
                .contains(Kind.UNAVAILABLE);
    }

    /// Who proves nothing takes nobody's seat, and who is refused gives it back.
    @Test
    void onlyThoseWhoAreLetInHaveSeats() throws IOException, InterruptedException {
        try (var server = new HookServer()) {
            server.says(_ -> Answer.of(401, ""));
            Hook hook = hook(server);
            var one = new Seats.Limit(Optional.of(1), Optional.empty());
            Entry entry =
                    entry(rule(EntryRules.Of.EVERYWHERE, Optional.of(KEY), one, List.of(hook)));
            String good = SignedUrl.query(KEY, Deed.PLAY, CAM, NOON);
            assertThat(refusal(entry, visit("s1", "192.0.2.1", "", Login.NONE)))
                    .contains(Kind.FORBIDDEN);
            assertThat(refusal(entry, visit("s2", "192.0.2.1", good, Login.NONE)))
                    .contains(Kind.LOGIN_NEEDED);
            server.says(_ -> Answer.YES);
            assertThat(refusal(entry, visit("s3", "192.0.2.1", good, Login.NONE))).isEmpty();
        }
    }
}
