package dev.millrace.loss;

import dev.millrace.e2e.ServerProgram;
import dev.millrace.edge.TestEdge;
import dev.millrace.testing.BadLine;
import dev.millrace.testing.OtherNetwork;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real network in which packets are lost: connections are not closed, and the systems of both
/// sides send again and again what nobody hears.
@Tag("slow")
class PacketLossTest {
    private static final String TOKEN = "the-token-of-the-camera";
    private static final int EDGE_PORT = 9080;
    private static final int UPLINK_PORT = 9443;

    @TempDir private Path root;

    @Test
    void packetsThatAreLostAreNoSegmentsThatAreLost() throws IOException {
        root = root.toRealPath();
        try (OtherNetwork network = OtherNetwork.open();
                Chain chain = chain(network)) {
            chain.camera("door").token(TOKEN);
            chain.camera("gate").token(TOKEN);
            chain.packets(600);
            chain.record("door", "gate");
            network.lose();
            chain.make(3);
            network.mend(); // within the time that connections bear
            chain.make(3);
            network.lose();
            chain.make(3);
            Waiting.until(
                    "the edge node notices",
                    Chain.PATIENCE,
                    () -> chain.edgeStatus().contains("\"state\":\"waiting\""));
            chain.make(3);
            network.mend();
            chain.assertNothingIsLost();
        }
    }

    /// The edge node in the other network, the control node in ours.
    private Chain chain(OtherNetwork network) {
        URI edgeUri = URI.create("http://%s:%d/".formatted(network.there(), EDGE_PORT));
        List<String> edge =
                Chain.options(
                        "http.listen=%s:%d".formatted(network.there(), EDGE_PORT),
                        "edge.control=http://%s:%d".formatted(network.here(), UPLINK_PORT),
                        "edge.token=" + TestEdge.TOKEN,
                        "edge.folders=" + root.resolve("media"),
                        "edge.report=500ms",
                        "admin.token=" + TOKEN,
                        "admin.open=read",
                        "data.folder=" + root.resolve("data"));
        var edgeNode =
                new Node(() -> {
                    String[] options = edge.toArray(String[]::new);
                    List<String> command = ServerProgram.command(List.of(), options);
                    Program program = Program.start(Map.of(), OtherNetwork.command(command));
                    Waiting.until(
                            "the edge node listens",
                            () -> {
                                if (!program.isAlive()) {
                                    throw new AssertionError(program.output());
                                }
                                return program.output().contains("http listens on");
                            });
                    return new Node.Life(edgeUri, () -> kill(program));
                });
        Node control =
                Node.process(
                        Chain.options(
                                "control.enabled=true",
                                "control.edge_token=" + TestEdge.TOKEN,
                                "control.edge_listen=%s:%d".formatted(network.here(), UPLINK_PORT),
                                "data.folder=" + root.resolve("control")));
        return new Chain(root, new BadLine(), edgeNode, control, Chain.folder(root));
    }

    private static void kill(Program program) {
        program.kill();
        program.close();
    }
}
