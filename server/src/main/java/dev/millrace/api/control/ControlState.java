package dev.millrace.api.control;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.ControlNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What changes on a control node by itself, for pages that show it. Any thread.
///
/// Pages are told of channels, too, and those must not wait for a database that does not answer: it
/// is asked by a thread of its own, once at a time.
public final class ControlState {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ControlNode node;
    private CompletableFuture<Now> asking = new CompletableFuture<>(); // guarded by this

    public ControlState(ControlNode node) {
        this.node = node;
        asking.cancel(false);
    }

    /// Everything at once.
    ///
    /// @param sources the first [Page.Request#LIMIT_MAX] by name
    /// @param more whether there are others
    /// @param revision another one when a recording was started, stopped or deleted
    /// @param trouble why it does not say more; then the lists are empty
    /// @param now what time it is here
    record Now(
            List<SourceJson> sources,
            boolean more,
            List<EdgeJson> edges,
            long revision,
            Optional<String> trouble,
            Instant now) {}

    /// How it is now. A catalogue that does not answer is said in words: pages go on with the rest.
    public Object now() {
        try {
            return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return trouble();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble();
        }
    }

    private synchronized CompletableFuture<Now> ask() {
        if (asking.isDone()) {
            asking = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
        }
        return asking;
    }

    private Now read() {
        try {
            long revision = node.catalogue().revision();
            Page<Source> page = node.catalogue().sources(Page.Request.first());
            return new Now(
                    page.items().stream().map(it -> SourceJson.of(it, node)).toList(),
                    page.next().isPresent(),
                    node.edges().list().stream().map(it -> EdgeJson.of(it, node)).toList(),
                    revision,
                    Optional.empty(),
                    node.clock().instant());
        } catch (CatalogueException e) {
            return trouble();
        }
    }

    private Now trouble() {
        String words = "the catalogue does not answer";
        Instant now = node.clock().instant();
        return new Now(List.of(), false, List.of(), -1, Optional.of(words), now);
    }
}
