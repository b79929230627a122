package dev.millrace.cluster;

import dev.millrace.channel.Publication;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.cluster.Origins.Taken;
import dev.millrace.cluster.Origins.Wanted;
import dev.millrace.entry.Upstream;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Verdict.Refused;
import dev.millrace.entry.Visit;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks origins whether somebody may publish one of their channels here; and whether somebody may
/// watch it, where they are to know who. It asks by doing it in their place: what has been agreed
/// to is used then. Any thread.
final class OriginGate implements Upstream {
    /// A publisher that was let in begins at once.
    private static final Duration BEGINS = Duration.ofSeconds(10);

    private final Function<ChannelName, ClusterSettings> settings;
    private final Origins origins;
    private final OriginPulls pulls;

    /// By the session of whoever wants to publish.
    private final ConcurrentMap<String, Agreed> agreed = new ConcurrentHashMap<>();

    /// An origin waits for what somebody will publish here.
    private record Agreed(Wanted wanted, Taken taken, long sinceNs) {}

    OriginGate(
            Function<ChannelName, ClusterSettings> settings, Origins origins, OriginPulls pulls) {
        this.settings = settings;
        this.origins = origins;
        this.pulls = pulls;
    }

    @Override
    public boolean isAsked(Deed deed, ChannelName channel) {
        ClusterSettings of = settings.apply(channel);
        return !of.origins().isEmpty()
                && switch (deed) {
                    case CONNECT -> false;
                    case PUBLISH -> true;
                    case PLAY -> of.passQuery();
                };
    }

    @Override
    public Verdict ask(Visit visit) throws InterruptedException {
        ClusterSettings of = settings.apply(visit.channel());
        var wanted = new Wanted(visit.channel(), of, visit.route());
        try {
            if (visit.deed() == Deed.PUBLISH) {
                publish(wanted, visit);
            } else {
                play(wanted);
            }
            return new Verdict.Welcome(visit.channel());
        } catch (RejectedException e) {
            return new Refused(kind(e.code()), "the origin refuses: " + e.getMessage());
        } catch (IOException e) {
            return new Refused(Kind.UNAVAILABLE, "no origin can be reached: " + e.getMessage());
        }
    }

    private void publish(Wanted wanted, Visit visit) throws IOException, InterruptedException {
        Taken taken = origins.publish(wanted);
        discard(agreed.put(visit.session(), new Agreed(wanted, taken, System.nanoTime())));
        pulls.release(wanted.channel());
    }

    private void play(Wanted wanted) throws IOException {
        ClientOptions options =
                Forwards.options(wanted.route().via()).withSupervision(true); // by its relay
        Origins.Played source = origins.play(wanted, options, _ -> {});
        pulls.offer(wanted.channel(), wanted.settings(), source);
    }

    private static Kind kind(String code) {
        return switch (code) {
            case "401" -> Kind.LOGIN_NEEDED;
            case "404" -> Kind.ABSENT;
            case "503" -> Kind.UNAVAILABLE;
            default -> Kind.FORBIDDEN;
        };
    }

    @Override
    public void left(Visit visit) {
        if (visit.deed() == Deed.PUBLISH) {
            discard(agreed.remove(visit.session()));
        }
    }

    /// What leads a publication to the origin that has agreed to it.
    Optional<Dial> dial(Publication publication) {
        return Optional.ofNullable(agreed.remove(publication.publisher().id()))
                .map(it -> new OriginDial(it.wanted(), it.taken()));
    }

    /// Lets go of what was agreed to and not used.
    void tick(long nowNs) {
        agreed.forEach((session, it) -> {
            if (nowNs - it.sinceNs() > BEGINS.toNanos() && agreed.remove(session, it)) {
                discard(it);
            }
        });
    }

    /// Saying goodbye may take a while.
    private static void discard(@Nullable Agreed unused) {
        if (unused != null) {
            Thread.ofVirtual().name("hang up").start(unused.taken().to()::close);
        }
    }

    /// The way of a publication to its origins: at first the one that has agreed to it.
    private final class OriginDial implements Dial {
        private final Wanted wanted;
        private final AtomicReference<@Nullable Taken> first;
        private volatile Taken last;

        OriginDial(Wanted wanted, Taken taken) {
            this.wanted = wanted;
            this.first = new AtomicReference<>(taken);
            this.last = taken;
        }

        @Override
        public RtmpPublisher connect() throws IOException {
            Taken agreedTo = first.getAndSet(null);
            last = agreedTo != null ? agreedTo : origins.publish(wanted);
            return last.to();
        }

        @Override
        public String shown() {
            return last.origin().shown(wanted.channel());
        }

        @Override
        public void broke() {
            origins.failed(last.origin());
        }

        @Override
        public boolean isMaster() {
            return true;
        }
    }
}
