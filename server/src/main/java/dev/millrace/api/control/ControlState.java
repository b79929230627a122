package dev.millrace.api.control;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.ControlNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What changes on a control node by itself, for pages that show it. Any thread.
public final class ControlState {
    private final ControlNode node;

    public ControlState(ControlNode node) {
        this.node = node;
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
            String trouble = "the catalogue does not answer";
            Instant now = node.clock().instant();
            return new Now(List.of(), false, List.of(), -1, Optional.of(trouble), now);
        }
    }
}
