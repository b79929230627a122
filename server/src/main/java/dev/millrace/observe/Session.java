package dev.millrace.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, or one HLS viewer, as people see it. Its gateway writes it, anyone reads it.
public final class Session {
    /// What the other end came for.
    public enum Role {
        /// Has not said yet.
        IDLE,
        PUBLISHER,
        VIEWER,
        /// Measures the line.
        BANDWIDTH
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final String id;
    private final String protocol;
    private final String remote;
    private final Instant since;
    private final Consumer<String> hangUp;
    private final Consumer<Session> accountant;
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final SlowRate rateIn = new SlowRate();
    private final SlowRate rateOut = new SlowRate();

    private volatile Role role = Role.IDLE;
    private volatile String agent = "";
    private volatile Wish wish = Wish.NONE;
    private volatile List<String> via = List.of();
    private volatile @Nullable String channel;
    private volatile String note = "";
    private volatile @Nullable Fault fault;
    private final AtomicReference<@Nullable Runnable> whenLeft = new AtomicReference<>();

    // Guarded by this.
    private LongSupplier skippedGroups = () -> 0;
    private long skippedEarlier;
    private Counts accounted = Counts.NONE;

    /// @param accountant told before the session changes what it does, to count its bytes where
    ///   they belong
    Session(String id, Opening opening, Consumer<Session> accountant) {
        this.id = id;
        this.protocol = opening.protocol;
        this.remote = opening.remote;
        this.since = opening.since;
        this.hangUp = opening.hangUp;
        this.accountant = accountant;
    }

    /// What is known when a connection is accepted.
    ///
    /// @param protocol `rtmp`, `rtmps`, `flv`, `ts`, `hls`, `demo`
    /// @param remote the other end's address, for people
    /// @param hangUp ends the connection; told the reason for people; any thread, may come late
    public record Opening(String protocol, String remote, Instant since, Consumer<String> hangUp) {}

    /// What an RTMP client says when it connects, without users and queries, which may be secret.
    ///
    /// @param tcUrl what it connects to; empty if it does not say
    /// @param pageUrl the page that its player is on; empty if it does not say
    /// @param swfUrl its player; empty if it does not say
    public record Wish(String tcUrl, String pageUrl, String swfUrl) {
        /// It says nothing.
        public static final Wish NONE = new Wish("", "", "");

        public Wish {
            tcUrl = withoutSecrets(tcUrl);
            pageUrl = withoutSecrets(pageUrl);
            swfUrl = withoutSecrets(swfUrl);
        }

        private static String withoutSecrets(String url) {
            return url.replaceFirst("[?#].*$", "").replaceFirst("//[^/]*@", "//");
        }
    }

    public String id() {
        return id;
    }

    public String protocol() {
        return protocol;
    }

    public String remote() {
        return remote;
    }

    public Instant since() {
        return since;
    }

    public Role role() {
        return role;
    }

    /// What the other end calls itself; empty if it does not say.
    public String agent() {
        return agent;
    }

    public void agent(String text) {
        agent = text;
    }

    /// Where the other end says it comes from, and where to.
    public Wish wish() {
        return wish;
    }

    public void wish(Wish said) {
        wish = said;
    }

    /// The servers that it came through, the first one first, and which of their sessions it is
    /// there: `millrace-7d1f;session=s12`.
    public List<String> via() {
        return via;
    }

    public void via(List<String> servers) {
        via = List.copyOf(servers);
        if (!via.isEmpty()) {
            LOG.info("{} {} came through {}", id, remote, String.join(", ", via));
        }
    }

    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /// The other end said what it came for.
    public void engage(Role newRole, String channelName) {
        accountant.accept(this);
        channel = channelName;
        role = newRole;
    }

    /// The other end is here for the line, and for no channel.
    public void measure() {
        accountant.accept(this);
        role = Role.BANDWIDTH;
    }

    /// Whom to tell, once, when the other end is done with its channel, or gone.
    public void whenLeft(Runnable told) {
        whenLeft.set(told);
    }

    /// It is done with its channel, or gone.
    void leave() {
        Runnable told = whenLeft.getAndSet(null);
        if (told != null) {
            told.run();
        }
    }

    /// The other end is done with its channel and may choose again.
    public void disengage() {
        leave();
        accountant.accept(this);
        role = Role.IDLE;
        channel = null;
        countSkipsBy(() -> 0);
    }

    public LongAdder bytesIn() {
        return bytesIn;
    }

    public LongAdder bytesOut() {
        return bytesOut;
    }

    /// Bits per second over thirty seconds.
    public long slowBitrateIn() {
        return rateIn.bitsPerSecond();
    }

    /// Bits per second over thirty seconds.
    public long slowBitrateOut() {
        return rateOut.bitsPerSecond();
    }

    void sample(long nowNs) {
        rateIn.sample(nowNs, bytesIn.sum());
        rateOut.sample(nowNs, bytesOut.sum());
    }

    /// Groups this viewer lost because it was too slow.
    public synchronized long skippedGroups() {
        return skippedEarlier + skippedGroups.getAsLong();
    }

    /// From here on `source`, which counts from zero, knows what is lost.
    public synchronized void countSkipsBy(LongSupplier source) {
        skippedEarlier = skippedGroups();
        skippedGroups = source;
    }

    /// What has been counted since the last call.
    synchronized Counts takeUnaccounted() {
        var now = new Counts(bytesIn.sum(), bytesOut.sum(), skippedGroups());
        Counts fresh = now.minus(accounted);
        accounted = now;
        return fresh;
    }

    /// What a session counts.
    record Counts(long bytesIn, long bytesOut, long skippedGroups) {
        static final Counts NONE = new Counts(0, 0, 0);

        private Counts minus(Counts earlier) {
            return new Counts(
                    bytesIn - earlier.bytesIn,
                    bytesOut - earlier.bytesOut,
                    skippedGroups - earlier.skippedGroups);
        }
    }

    /// The last thing worth telling a person about this session.
    public String note() {
        return note;
    }

    public void note(String text) {
        note = text;
    }

    /// The other end is at fault, and its session ends for it.
    public void fault(Fault what, String text) {
        fault = what;
        note = text;
    }

    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /// Ends the connection, with a reason for people.
    public void hangUp(String reason) {
        hangUp.accept(reason);
    }
}
