package dev.millrace.relay;

import dev.millrace.channel.Arrival.Absent;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Vitals;
import dev.millrace.net.Housekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the server alive where memory gets scarce while it runs: gives up what can be done
/// without, in the order of [Pressure.Step], and says so. Ticks come from one thread.
public final class MemoryGuard implements Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGuard.class);
    private static final long PERIOD_NS = Duration.ofSeconds(1).toNanos();

    /// Everything waited for memory in this part of the time, because the system fetches again and
    /// again what it had to drop: there is too little, whatever else it says.
    private static final double WAITING_MAX = 0.2;

    /// Where more than this part is free, it is others who wait, in cgroups of their own.
    private static final int SHORT_PART = 4;

    /// Windows follow the budget, but not to the byte: each ends with a whole group.
    private static final double OVERDRAFT_MAX = 1.1;

    private static final Duration COME_LATER = Duration.ofSeconds(30);

    private final Supplier<Vitals> vitals;
    private final long reserveBytes;
    private final Channels channels;
    private final Relays relays;
    private final Pressure pressure = new Pressure(System.nanoTime());
    private long lookedNs = System.nanoTime();
    private volatile Pressure.Step step = Pressure.Step.NONE;

    /// @param reserveBytes memory that should always be free
    public MemoryGuard(
            Supplier<Vitals> vitals, long reserveBytes, Channels channels, Relays relays) {
        this.vitals = vitals;
        this.reserveBytes = reserveBytes;
        this.channels = channels;
        this.relays = relays;
    }

    /// What is given up now, as a word: `none`, `windows-shrunk`, `relays-stopped`,
    /// `viewers-refused`.
    public String step() {
        return step.toString();
    }

    /// Memory that should always be free.
    public long reserveBytes() {
        return reserveBytes;
    }

    @Override
    public void tick(long nowNs) {
        if (nowNs - lookedNs < PERIOD_NS) {
            return;
        }
        lookedNs = nowNs;
        Optional<String> why = scarcity(vitals.get());
        Pressure.Step next = pressure.tick(nowNs, why.isPresent());
        if (next != step) {
            step = next;
            enforce(next);
            LOG.warn("memory: {} ({})", next, why.orElse("there is enough again"));
        }
        if (why.isPresent() && next.compareTo(Pressure.Step.RELAYS_STOPPED) >= 0) {
            relays.stopIdle("nobody watches it, and its memory is needed");
        }
    }

    private void enforce(Pressure.Step next) {
        channels.budget().tight(next.compareTo(Pressure.Step.WINDOWS_SHRUNK) >= 0);
        channels.closedTo(
                next == Pressure.Step.VIEWERS_REFUSED
                        ? Optional.of(
                                new Absent(
                                        "the server has too little memory for another viewer",
                                        "not-enough-memory",
                                        Optional.of(COME_LATER)))
                        : Optional.empty());
    }

    /// Why there is too little memory; empty if there is enough.
    private Optional<String> scarcity(Vitals now) {
        long freeBytes = now.memory().freeBytes();
        if (freeBytes < reserveBytes) {
            return Optional.of(
                    "%d MiB of the %s's are free, less than memory.reserve"
                            .formatted(freeBytes >> 20, now.memory().limitedBy()));
        }
        MemoryBudget budget = channels.budget();
        if (budget.bytesUsed() > budget.bytesMax() * OVERDRAFT_MAX) {
            return Optional.of(
                    "channels hold %d MiB, more than channel.memory_total"
                            .formatted(budget.bytesUsed() >> 20));
        }
        double waiting = now.waiting().orElse(0);
        boolean isShort = freeBytes < now.memory().limitBytes() / SHORT_PART;
        return isShort && waiting > WAITING_MAX
                ? Optional.of(
                        "everything waits for memory in %d %% of the time"
                                .formatted(Math.round(waiting * 100)))
                : Optional.empty();
    }
}
