package dev.millrace.control.node;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What is wanted of the sources of an edge node, read from the catalogue. Any thread.
public final class Desires {
    private final Catalogue catalogue;
    private final LiveWindows windows;
    private final Edges edges;

    Desires(Catalogue catalogue, LiveWindows windows, Edges edges) {
        this.catalogue = catalogue;
        this.windows = windows;
        this.edges = edges;
    }

    /// All that is wanted of it. What another edge node sends, or nobody wants to have any more, is
    /// not there.
    public List<Wanted> of(EdgePeer peer) {
        var all = new ArrayList<Wanted>();
        for (Map.Entry<String, UUID> announced : peer.sources().entrySet()) {
            Optional<Source> source = catalogue.source(announced.getValue());
            if (source.isPresent() && edges.isOwner(peer, announced.getValue())) {
                all.add(wanted(announced.getKey(), source.get()));
            }
        }
        return all;
    }

    /// What is wanted, as far as it makes a difference that is worth a message.
    public static List<Wanted> withoutFloors(List<Wanted> sources) {
        return sources.stream()
                .map(it -> new Wanted(it.name(), it.id(), it.live(), 0, it.recordings()))
                .toList();
    }

    private Wanted wanted(String name, Source source) {
        List<WantedRecording> recordings =
                catalogue.wanted(source.id()).stream()
                        .map(it -> new WantedRecording(it.id(), it.start(), it.end()))
                        .toList();
        long floor = Math.max(source.sequenceFloor(), windows.next(source.id()));
        return new Wanted(name, source.id().toString(), source.streaming(), floor, recordings);
    }
}
