package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.edge.TestEdge;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Clip;
import dev.millrace.testing.FakeEdge;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.EdgeMessage.Settled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who says to be an edge node, and is not, or is not that one.
@Tag("slow")
class ForgedEdgeTest {
    @TempDir private Path root;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        chain = Chain.here(Chain.Setup.of(root.toRealPath()));
        chain.record("door", "gate");
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private String address() {
        return chain.control.uri().toString().replaceFirst("/$", "");
    }

    private Clip clip(long sequence) {
        return Clip.of(sequence, Instant.now().minusSeconds(60));
    }

    @Test
    void whoDoesNotKnowTheTokenIsNobody() throws IOException {
        assertThatThrownBy(() -> new FakeEdge(address(), "a-forged-token")).isNotNull();
        chain.make(2);
        chain.assertNothingIsLost();
    }

    /// By the name of the real one, again and again: that is put off, and comes again.
    @Test
    void whoComesByTheNameOfAnotherHoldsItUpAndNoMore() throws IOException {
        for (int i = 0; i < 3; i++) {
            chain.make(1);
            try (FakeEdge forged = FakeEdge.open(address(), TestEdge.TOKEN, "north", "door")) {
                chain.make(1);
                forged.await(dev.millrace.uplink.ControlMessage.Desired.class);
            }
        }
        chain.assertNothingIsLost();
    }

    /// Another node announces the same source and sends what is none of it.
    @Test
    void whoTakesASourceAndSendsNonsenseLeavesNoTrace() throws IOException {
        try (FakeEdge forged = FakeEdge.open(address(), TestEdge.TOKEN, "south", "door")) {
            forged.await(dev.millrace.uplink.ControlMessage.Desired.class);
            chain.make(3);
            long number = forged.offer("door", clip(3), true, true);
            forged.await(Send.class);
            forged.send(number, new Clip(clip(3).segment(), clip(4).body()), 0, 188 * 50);
            forged.await(Refused.class);
            forged.say(new Settled("no-recording"));
        }
        chain.make(3);
        chain.assertNothingIsLost();
    }

    /// A number that cannot be counted on from would be the last one of the source.
    @Test
    void aNumberBeyondAllBoundsIsRefused() throws IOException {
        String offer =
                """
                {"offer": {"transfer": 1, "source": "door", "live": true, "kept": true, "segment":
                {"id": {"sequence": %d, "hash": "%s"}, "start": "%s", "durationUs": 2000000,
                "bytes": 188, "era": 0}}}\
                """
                        .formatted(
                                Long.MAX_VALUE - 1, SegmentId.hash(new byte[188]), Instant.now());
        try (FakeEdge forged = FakeEdge.open(address(), TestEdge.TOKEN, "south", "door")) {
            forged.text(offer);
            forged.awaitClose();
        }
        chain.make(3);
        chain.assertNothingIsLost();
    }
}
