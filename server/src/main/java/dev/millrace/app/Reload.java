package dev.millrace.app;

import dev.millrace.api.ConfigDesk;
import dev.millrace.api.EffectiveJson;
import dev.millrace.api.PlanJson;
import dev.millrace.app.door.Doors;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.change.Change;
import dev.millrace.config.change.ConfigDiff;
import dev.millrace.config.change.ConfigText;
import dev.millrace.config.change.Effect;
import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the settings again while the server runs, says what will change, and changes it. Whatever
/// is wrong with them, the server goes on as it was. Any thread; one change at a time.
final class Reload implements ConfigDesk {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Current current;
    private final Supplier<Switchover> switchover;
    private final ConfigSource source;

    /// @param switchover asked when the server is up
    Reload(Current current, Supplier<Switchover> switchover, ConfigSource source) {
        this.current = current;
        this.switchover = switchover;
        this.source = source;
    }

    @Override
    public List<EffectiveJson.Setting> settings() {
        return ConfigText.lines(current.config()).stream()
                .map(line ->
                        new EffectiveJson.Setting(
                                line.key(), line.value(), Optional.empty(), line.origin()))
                .toList();
    }

    /// For a signal: the file is read again, and the log says what came of it.
    void byItself() {
        try {
            PlanJson plan = apply(Optional.empty(), false);
            plan.changes()
                    .forEach(it ->
                            LOG.info(
                                    "{}: {} -> {} ({})",
                                    it.key(),
                                    it.before(),
                                    it.after(),
                                    it.effect()));
            LOG.info(
                    "the configuration was read again: {} settings are changed, {} sessions end",
                    plan.changes().size(),
                    plan.ends().size());
        } catch (RefusedException e) {
            LOG.error("nothing is changed: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("nothing is changed, by a fault of the server", e);
        }
    }

    @Override
    public PlanJson plan(Optional<String> text) throws RefusedException {
        synchronized (current) {
            Config next = read(text);
            PlanJson plan = plan(next);
            try {
                switchover.get().probe(next);
                return plan;
            } catch (IOException e) {
                throw blocked(e, next);
            }
        }
    }

    @Override
    public PlanJson apply(Optional<String> text, boolean keep) throws RefusedException {
        synchronized (current) {
            Config next = read(text);
            PlanJson plan = plan(next);
            Optional<Kept> kept =
                    keep && text.isPresent() ? Optional.of(keep(text.get())) : Optional.empty();
            try {
                switchover.get().to(next);
                return plan.done(text.isEmpty() || kept.isPresent());
            } catch (IOException e) {
                undo(kept);
                throw blocked(e, next);
            } catch (RuntimeException e) {
                undo(kept);
                throw e;
            }
        }
    }

    private Config read(Optional<String> text) throws RefusedException {
        if (text.isEmpty() && source.file().isEmpty()) {
            throw new RefusedException(
                    Problem.badRequest(
                            "the server was started without a file (--config); send the text"));
        }
        try {
            return source.read(text).load();
        } catch (ConfigException e) {
            throw new RefusedException(
                    Problem.badRequest(String.join("; ", e.problems()))
                            .coded("bad-config")
                            .with("errors", errors(e.problems())));
        }
    }

    private static List<Map<String, String>> errors(List<String> lines) {
        return lines.stream().map(line -> Map.of("key", "", "message", line)).toList();
    }

    /// @throws RefusedException if something of it needs a restart
    private PlanJson plan(Config next) throws RefusedException {
        List<Change> changes = ConfigDiff.between(current.config(), next);
        List<String> fixed =
                changes.stream()
                        .filter(change -> change.effect() == Effect.RESTART)
                        .map(change ->
                                "%s: %s needs a restart".formatted(change.origin(), change.key()))
                        .toList();
        if (!fixed.isEmpty()) {
            throw new RefusedException(
                    new Problem(HttpStatus.CONFLICT_409, String.join("; ", fixed))
                            .coded("needs-restart")
                            .with("errors", errors(fixed)));
        }
        Switchover to = switchover.get();
        return new PlanJson(
                false,
                false,
                changes.stream().map(Reload::json).toList(),
                to.endings(next).stream().map(Reload::json).toList(),
                to.book().moved(next.relays()));
    }

    private static PlanJson.Change json(Change change) {
        return new PlanJson.Change(
                change.key(),
                change.before(),
                change.after(),
                change.origin(),
                change.effect().toString());
    }

    private static PlanJson.Ending json(Switchover.Ending ending) {
        return new PlanJson.Ending(
                ending.session().id(), ending.session().channel().orElse(""), ending.why());
    }

    /// A port that is taken, or a certificate that cannot be read.
    private static RefusedException blocked(IOException e, Config next) {
        String why = String.valueOf(e.getMessage());
        String key =
                Doors.KEYS.entrySet().stream()
                        .filter(it -> why.startsWith(it.getKey() + " "))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("tls.certificate");
        String line = "%s: %s: %s".formatted(next.written().origin(key), key, why);
        return new RefusedException(
                new Problem(HttpStatus.CONFLICT_409, line)
                        .coded("cannot-apply")
                        .with("errors", errors(List.of(line))));
    }

    /// A file that was written over, and what was in there.
    private record Kept(Path file, Optional<byte[]> before) {}

    private Kept keep(String text) throws RefusedException {
        Path file =
                source.file()
                        .orElseThrow(() ->
                                new RefusedException(
                                        Problem.badRequest(
                                                "keep: the server was started without a file")));
        try {
            Optional<byte[]> before =
                    Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            write(file, text.getBytes(StandardCharsets.UTF_8));
            return new Kept(file, before);
        } catch (IOException e) {
            throw new RefusedException(
                    new Problem(
                                    HttpStatus.CONFLICT_409,
                                    "nothing is changed: %s cannot be written: %s"
                                            .formatted(file, e))
                            .coded("cannot-keep"));
        }
    }

    private static void undo(Optional<Kept> kept) {
        if (kept.isEmpty() || kept.get().before.isEmpty()) {
            return;
        }
        try {
            write(kept.get().file, kept.get().before.get());
        } catch (IOException e) {
            LOG.error("{} has what could not be applied: {}", kept.get().file, e.toString());
        }
    }

    /// As private as it was.
    private static void write(Path file, byte[] bytes) throws IOException {
        WholeFile.write(file, EnumSet.of(Promise.PRIVATE, Promise.DURABLE), ByteBuffer.wrap(bytes));
    }
}
