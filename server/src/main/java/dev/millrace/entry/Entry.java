package dev.millrace.entry;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Verdict.Redirected;
import dev.millrace.entry.Verdict.Refused;
import dev.millrace.entry.Verdict.Welcome;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.hook.Decision;
import dev.millrace.hook.HookAction;
import dev.millrace.hook.HookEvent;
import dev.millrace.hook.Hooks;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Failures;
import dev.millrace.net.Origin;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Says who may come in: by where they come from, by what their URL proves, and by what services
/// say. What costs nothing is looked at first. Any thread.
public final class Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

    private final Function<ChannelName, EntryRules> rules;
    private final Hooks hooks;
    private final Clock clock;
    private volatile Upstream upstream = Upstream.NONE;
    private final Failures failures = new Failures(System::nanoTime);
    private final Seats seats = new Seats();
    private @Nullable Jwts jwts; // guarded by this

    /// @param rules of each channel
    public Entry(Function<ChannelName, EntryRules> rules, Hooks hooks, Clock clock) {
        this.rules = rules;
        this.hooks = hooks;
        this.clock = clock;
    }

    /// Who is asked besides. Before anybody comes.
    public void upstream(Upstream asked) {
        upstream = asked;
    }

    /// One where nothing is asked of anybody.
    public static Entry open() {
        return new Entry(_ -> EntryRules.OPEN, new Hooks("", ""), Clock.systemUTC());
    }

    /// Whether nothing is asked of those who want this, and nobody is told of it.
    public boolean isOpen(Deed deed, ChannelName channel) {
        EntryRules of = rules.apply(channel);
        return of.of(deed).equals(EntryRules.Of.ALL)
                && of.elsewhere().equals(EntryRules.Elsewhere.NOWHERE)
                && !upstream.isAsked(deed, channel);
    }

    /// Whether anybody may who finds room.
    public boolean isForAll(Deed deed, ChannelName channel) {
        return rules.apply(channel).of(deed).isForAll() && !upstream.isAsked(deed, channel);
    }

    /// Whether it is said of which pages they have to be who want this.
    public boolean namesPages(Deed deed, ChannelName channel) {
        return rules.apply(channel).of(deed).sites().isPresent();
    }

    /// Whether somebody may. Waits for services and servers that are asked. Whoever is welcome has
    /// to be said to have [#left] in the end.
    public Verdict ask(Visit visit) throws InterruptedException {
        EntryRules of = rules.apply(visit.channel());
        EntryRules.Of rule = of.of(visit.deed());
        Optional<Refused> unproven = unproven(visit, rule);
        if (unproven.isPresent()) {
            return logged(visit, unproven.get());
        }
        // Before services are asked: who they let in has a seat.
        Optional<String> full = seats.take(visit, rule.seats());
        if (full.isPresent()) {
            return logged(visit, new Refused(Kind.UNAVAILABLE, full.get()));
        }
        boolean welcome = false;
        try {
            Verdict verdict = ask(visit, rule);
            if (verdict instanceof Welcome(var channel)) {
                verdict = behind(visit.to(channel), of);
            }
            welcome = verdict instanceof Welcome;
            return logged(visit, verdict);
        } finally {
            if (!welcome) {
                seats.giveBack(visit);
            }
        }
    }

    /// Whether somebody may have what this server alone decides about, and who takes no place among
    /// the viewers of a channel and never leaves: a recording is asked for in pieces.
    public Verdict askHere(Visit visit) throws InterruptedException {
        EntryRules.Of rule = rules.apply(visit.channel()).of(visit.deed());
        Optional<Refused> unproven = unproven(visit, rule);
        return logged(visit, unproven.isPresent() ? unproven.get() : ask(visit, rule));
    }

    /// What is said of somebody who may come in here.
    private Verdict behind(Visit visit, EntryRules of) throws InterruptedException {
        Optional<URI> elsewhere = of.elsewhere().of(visit);
        if (elsewhere.isPresent() && visit.deed() != Deed.CONNECT) {
            return new Redirected(elsewhere.get());
        }
        return upstream.isAsked(visit.deed(), visit.channel())
                ? upstream.ask(visit)
                : new Welcome(visit.channel());
    }

    private static Verdict logged(Visit visit, Verdict verdict) {
        if (verdict instanceof Refused refused) {
            // Whoever has to wait, and does not, shall not fill the disk.
            boolean isKnown = refused.kind() == Kind.TOO_MANY;
            LOG.atLevel(isKnown ? Level.DEBUG : Level.INFO)
                    .log(
                            "{} {} may not {} {}: {}",
                            visit.session(),
                            visit.from().getHostAddress(),
                            visit.deed(),
                            visit.channel(),
                            refused.reason());
        }
        return verdict;
    }

    /// Tells those who want to know that somebody who was welcome has left. Does not wait.
    ///
    /// @param bytesIn what it has sent in all
    /// @param bytesOut what it was sent in all
    public void left(Visit visit, long bytesIn, long bytesOut) {
        seats.giveBack(visit);
        upstream.left(visit);
        EntryRules.Of rule = rules.apply(visit.channel()).of(visit.deed());
        if (!rule.told().isEmpty()) {
            hooks.tell(
                    rule.told(),
                    event(
                            visit,
                            switch (visit.deed()) {
                                case CONNECT -> HookAction.CLOSE;
                                case PUBLISH -> HookAction.UNPUBLISH;
                                case PLAY -> HookAction.STOP;
                            },
                            Map.of("send_bytes", bytesOut, "recv_bytes", bytesIn)));
        }
    }

    /// How often somebody was wrong: with a signature, a token, or a login.
    public long failedLogins() {
        return failures.all();
    }

    /// What is wrong with where it comes from, and with what it shows.
    private Optional<Refused> unproven(Visit visit, EntryRules.Of rule) {
        if (!rule.from().test(visit.from())) {
            return Optional.of(forbidden("not from " + visit.from().getHostAddress()));
        }
        if (rule.sites().isPresent() && !Sites.have(rule.sites().get(), visit.way().page())) {
            return Optional.of(forbidden("not from this page"));
        }
        Duration wait = failures.wait(Origin.of(visit.from()));
        if (wait.isPositive()) {
            return Optional.of(
                    new Refused(
                            Kind.TOO_MANY,
                            "this address was wrong too often; it may try in a minute"));
        }
        return rule.key()
                .flatMap(key -> unsigned(key, visit))
                .or(() -> rule.jwt().flatMap(jwt -> jwts().refusal(jwt, visit)));
    }

    /// Most servers need none.
    private synchronized Jwts jwts() {
        if (jwts == null) {
            jwts = new Jwts(clock, this::forged);
        }
        return jwts;
    }

    private Optional<Refused> unsigned(String key, Visit visit) {
        Instant now = clock.instant();
        return switch (SignedUrl.check(key, visit, now)) {
            case GOOD -> Optional.empty();
            case UNSIGNED -> Optional.of(forbidden("the URL is not signed"));
            case EXPIRED -> Optional.of(forbidden("the URL was good until a while ago"));
            case FORGED -> {
                forged(visit);
                yield Optional.of(forbidden("the URL is not signed with the key"));
            }
        };
    }

    private void forged(Visit visit) {
        failures.add(Origin.of(visit.from()));
    }

    private Verdict ask(Visit visit, EntryRules.Of rule) throws InterruptedException {
        HookAction action =
                switch (visit.deed()) {
                    case CONNECT -> HookAction.CONNECT;
                    case PUBLISH -> HookAction.PUBLISH;
                    case PLAY -> HookAction.PLAY;
                };
        return switch (hooks.ask(rule.asked(), event(visit, action, Map.of()))) {
            case Decision.Allowed() -> new Welcome(visit.channel());
            case Decision.Renamed(String stream) -> renamed(visit.channel(), stream);
            case Decision.Redirected(URI place) -> new Redirected(place);
            case Decision.Refused(String why) -> {
                countGuess(visit);
                yield forbidden("it was refused: " + why);
            }
            case Decision.LoginNeeded(String why) -> {
                countGuess(visit);
                yield new Refused(Kind.LOGIN_NEEDED, "a login is needed: " + why);
            }
            case Decision.NoAnswer(String why) ->
                    new Refused(Kind.UNAVAILABLE, "nobody can say whether it may: " + why);
        };
    }

    /// Who has shown no login has not guessed.
    private void countGuess(Visit visit) {
        if (!visit.way().login().isNone()) {
            failures.add(Origin.of(visit.from()));
        }
    }

    private static Verdict renamed(ChannelName asked, String stream) {
        int slash = stream.lastIndexOf('/');
        try {
            return new Welcome(
                    ChannelName.of(
                            asked.vhost(),
                            slash < 0 ? asked.app() : stream.substring(0, slash),
                            stream.substring(slash + 1)));
        } catch (Malformed e) {
            return forbidden("it was given a name that is none: " + e.getMessage());
        }
    }

    private static HookEvent event(Visit visit, HookAction action, Map<String, Object> more) {
        return new HookEvent(
                action,
                visit.session(),
                visit.protocol(),
                visit.from().getHostAddress(),
                visit.channel(),
                visit.way(),
                more);
    }

    private static Refused forbidden(String reason) {
        return new Refused(Kind.FORBIDDEN, reason);
    }
}
