package dev.millrace.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.ChannelName;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HooksTest {
    private static final HookEvent PUBLISH =
            HookFormTest.event(
                    HookAction.PUBLISH, new ChannelName("__defaultVhost__", "live", "cam"));
    private static final HookEvent UNPUBLISH =
            HookFormTest.event(HookAction.UNPUBLISH, PUBLISH.channel());

    private final Hooks hooks = new Hooks("vid-1", "Millrace/1");
    private final HookServer server = new HookServer();

    HooksTest() throws IOException {}

    @AfterEach
    void close() {
        server.close();
        hooks.close();
    }

    private static Hook hook(URI url) {
        return new Hook(
                url,
                HookForm.SRS,
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                Optional.empty(),
                false);
    }

    private Decision ask(String... paths) throws InterruptedException {
        return hooks.ask(List.of(paths).stream().map(it -> hook(server.url(it))).toList(), PUBLISH);
    }

    @Test
    void allAreAskedUntilOneSaysNo() throws InterruptedException {
        server.says(it -> it.path().equals("/b") ? Answer.of(200, "{\"code\":9}") : Answer.YES);
        assertThat(ask("a", "b", "c")).isEqualTo(new Decision.Refused("it answered with code 9"));
        assertThat(server.calls()).extracting(HookServer.Call::path).containsExactly("/a", "/b");
        assertThat(ask("a", "c")).isEqualTo(Decision.ALLOWED);
        assertThat(hooks.list()).extracting(HookStatus::refusals).containsExactly(0L, 1L, 0L);
    }

    @Test
    void connectionsAreKept() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("a")).isEqualTo(Decision.ALLOWED);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void oneThatHangsIsWaitedForNoLongerThanItMay() throws InterruptedException {
        var over = new CountDownLatch(1);
        server.says(_ -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Answer.YES;
        });
        assertThat(ask("a"))
                .isInstanceOfSatisfying(
                        Decision.NoAnswer.class,
                        it -> assertThat(it.why()).contains("did not answer within 500 ms"));
        over.countDown();
    }

    @Test
    void whatIsNoAnswerIsNone() throws InterruptedException {
        server.says(_ -> Answer.of(500, "0"));
        assertThat(ask("a")).isInstanceOf(Decision.NoAnswer.class);
        server.says(_ -> Answer.of(200, "0".repeat(10 << 20)));
        assertThat(ask("a")).isInstanceOf(Decision.NoAnswer.class);
        server.close();
        assertThat(ask("a"))
                .isInstanceOfSatisfying(
                        Decision.NoAnswer.class,
                        it -> assertThat(it.why()).contains("cannot be reached"));
        assertThat(hooks.list()).extracting(HookStatus::failures).containsExactly(3L);
    }

    @Test
    void noAnswerIsAYesWhereThatIsSaid() throws InterruptedException {
        server.says(_ -> Answer.of(500, "0"));
        Hook usual = hook(server.url("a"));
        var lenient =
                new Hook(
                        usual.url(),
                        usual.form(),
                        usual.timeout(),
                        usual.retryFor(),
                        Optional.empty(),
                        true);
        assertThat(hooks.ask(List.of(lenient), PUBLISH)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void oneThatDoesNotAnswerIsNotCalledForAWhile() throws InterruptedException {
        server.says(_ -> Answer.of(503, ""));
        for (int i = 0; i < 2 * Breaker.FAILURES_MAX; i++) {
            assertThat(ask("a")).isInstanceOf(Decision.NoAnswer.class);
        }
        assertThat(server.calls()).hasSize(Breaker.FAILURES_MAX);
        assertThat(hooks.list()).extracting(HookStatus::resting).containsExactly(true);
    }

    @Test
    void callsAreSigned() throws InterruptedException {
        Hook usual = hook(server.url("a"));
        var signing =
                new Hook(
                        usual.url(),
                        usual.form(),
                        usual.timeout(),
                        usual.retryFor(),
                        Optional.of("nobody-knows-it"),
                        false);
        hooks.ask(List.of(signing), PUBLISH);
        HookServer.Call call = server.calls().getFirst();
        String signed = call.headers().get("millrace-time") + "." + call.body();
        assertThat(call.headers().get("millrace-signature"))
                .isEqualTo(
                        "sha256="
                                + Signature.of(
                                        "nobody-knows-it",
                                        signed.getBytes(StandardCharsets.UTF_8)));
    }

    /// RFC 4231, 4.3.
    @Test
    void signaturesAreThoseOfTheStandard() {
        assertThat(
                        Signature.of(
                                "Jefe",
                                "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void whatCannotBeToldIsToldLaterAndInOrder() throws IOException {
        int port = FreePort.find();
        URI url = URI.create("http://127.0.0.1:%d/x".formatted(port));
        hooks.tell(List.of(hook(url)), PUBLISH);
        hooks.tell(List.of(hook(url)), UNPUBLISH);
        Waiting.until("it was tried", () -> hooks.list().getFirst().failures() > 0);
        try (var later = new HookServer(port)) {
            Waiting.until("both are told", () -> later.calls().size() == 2);
            assertThat(later.calls().get(0).is("on_publish")).isTrue();
            assertThat(later.calls().get(1).is("on_unpublish")).isTrue();
        }
        assertThat(hooks.deadLetters()).isEmpty();
    }

    @Test
    void whatIsGivenUpIsKept() {
        server.says(_ -> Answer.of(404, ""));
        hooks.tell(List.of(hook(server.url("a?token=secret"))), UNPUBLISH);
        Waiting.until("given up", () -> !hooks.deadLetters().isEmpty());
        assertThat(hooks.deadLetters())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.url()).isEqualTo(server.url("a").toString());
                    assertThat(it.action()).isEqualTo("on_unpublish");
                    assertThat(it.channel()).isEqualTo("live/cam");
                    assertThat(it.why()).isEqualTo("it answered 404");
                });
    }
}
