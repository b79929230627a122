package dev.millrace.channel;

import dev.millrace.channel.WireReader.Next;
import java.nio.ByteBuffer;

/// Reads a wire in [TextFormat] and writes down what it was told: `@2` is a start at group 2,
/// `@9-6` one after 6 lost groups.
record Viewer(WireReader<String> reader) {
    static Viewer of(Channel channel) {
        return new Viewer(channel.watch(TextFormat.LIVE));
    }

    /// Reads on, waiting if need be, until the text that was read now ends with `end`.
    String readTo(String end) throws InterruptedException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            text.append(next());
        }
        return text.toString();
    }

    /// The next thing only, waiting if need be.
    String next() throws InterruptedException {
        return text(reader.next());
    }

    static String text(Next<String> next) {
        return switch (next) {
            case Next.Start<String>(var group, long missed) ->
                    "@" + group.sequence() + (missed > 0 ? "-" + missed : "") + " ";
            case Next.Span<String>(var bytes, _) -> {
                var text = new StringBuilder();
                for (ByteBuffer run : bytes) {
                    text.append(Transcript.string(run));
                }
                yield text.toString();
            }
            case Next.Unpublished<String>() -> " left ";
            case Next.Published<String>() -> " back ";
            case Next.Ended<String>() -> " end";
            case Next.Closed<String>() -> " closed";
            case Next.Nothing<String>() -> " nothing";
        };
    }
}
