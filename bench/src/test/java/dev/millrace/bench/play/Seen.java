package dev.millrace.bench.play;

import dev.millrace.bench.testing.Cuts;
import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// What a skimmer saw, in words that can be compared.
final class Seen implements Cuts.Parser {
    /// A skimmer's way in.
    interface Skimmer {
        void receive(ByteBuffer in) throws ProtocolException;
    }

    private final List<String> messages = new ArrayList<>();
    private final Skimmer skimmer;

    Seen(Function<MessageSink, Skimmer> maker) {
        skimmer = maker.apply(this::see);
    }

    private void see(MessageHead head) {
        byte[] first = Arrays.copyOf(head.first(), head.keptBytes());
        messages.add(text(head.type(), head.timestampMs(), head.lengthBytes(), first));
    }

    @Override
    public void receive(ByteBuffer piece) throws ProtocolException {
        skimmer.receive(piece);
    }

    @Override
    public List<String> result() {
        return messages;
    }

    /// How a message is put into words.
    static String text(int type, int timestampMs, int lengthBytes, byte[] first) {
        return "type %d at %d ms, %d bytes: %s"
                .formatted(
                        type,
                        timestampMs & 0xFFFF_FFFFL,
                        lengthBytes,
                        HexFormat.of().formatHex(first));
    }
}
