package dev.millrace.observe;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One connection, or one HLS viewer, as people see it. Its gateway writes it, anyone reads it.
public final class Session {
    /// What the other end came for.
    public enum Role {
        /// Has not said yet.
        IDLE,
        PUBLISHER,
        VIEWER
    }

    private final String id;
    private final String protocol;
    private final String remote;
    private final Instant since;
    private final Consumer<String> hangUp;
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    private volatile Role role = Role.IDLE;
    private volatile String agent = "";
    private volatile @Nullable String channel;
    private volatile LongSupplier skippedGroups = () -> 0;
    private volatile String note = "";

    Session(String id, Opening opening) {
        this.id = id;
        this.protocol = opening.protocol;
        this.remote = opening.remote;
        this.since = opening.since;
        this.hangUp = opening.hangUp;
    }

    /// What is known when a connection is accepted.
    ///
    /// @param protocol `rtmp`, `rtmps`, `flv`, `ts`, `hls`, `demo`
    /// @param remote the other end's address, for people
    /// @param hangUp ends the connection; told the reason for people; any thread, may come late
    public record Opening(String protocol, String remote, Instant since, Consumer<String> hangUp) {}

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

    public Optional<String> channel() {
        return Optional.ofNullable(channel);
    }

    /// The other end said what it came for.
    public void engage(Role newRole, String channelName) {
        channel = channelName;
        role = newRole;
    }

    /// The other end is done with its channel and may choose again.
    public void disengage() {
        role = Role.IDLE;
        channel = null;
        skippedGroups = () -> 0;
    }

    public LongAdder bytesIn() {
        return bytesIn;
    }

    public LongAdder bytesOut() {
        return bytesOut;
    }

    /// Groups this viewer lost because it was too slow.
    public long skippedGroups() {
        return skippedGroups.getAsLong();
    }

    public void countSkipsBy(LongSupplier source) {
        skippedGroups = source;
    }

    /// The last thing worth telling a person about this session.
    public String note() {
        return note;
    }

    public void note(String text) {
        note = text;
    }

    /// Ends the connection, with a reason for people.
    public void hangUp(String reason) {
        hangUp.accept(reason);
    }
}
