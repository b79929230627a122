package dev.millrace.channel;

import dev.millrace.channel.WireFollower.Next;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows a wire in [TextFormat] and writes down what there is to read: `@2` is group 2, `@9-6`
/// one after 6 lost groups.
final class Follower {
    private final WireFollower<String> follower;
    private @Nullable WireGroup<String> group;
    private long position;

    Follower(WireFollower<String> follower) {
        this.follower = follower;
    }

    static Follower of(Channel channel) {
        return new Follower(channel.follow(TextFormat.PAST));
    }

    WireFollower<String> follower() {
        return follower;
    }

    WireGroup<String> group() {
        WireGroup<String> at = group;
        if (at == null) {
            throw new IllegalStateException("no group yet");
        }
        return at;
    }

    /// Reads on, waiting if need be, until the text that was read now ends with `end`.
    String readTo(String end) throws InterruptedException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            text.append(next());
        }
        return text.toString();
    }

    String next() throws InterruptedException {
        return switch (follower.next()) {
            case Next.Opened<String>(var opened, long missed) -> {
                group = opened;
                position = 0;
                yield "@" + opened.sequence() + (missed > 0 ? "-" + missed : "") + " ";
            }
            case Next.Grown<String>() -> {
                long end = group().readable();
                List<ByteBuffer> bytes = group().slice(position, end);
                position = end;
                yield String.join("", bytes.stream().map(Transcript::string).toList());
            }
            case Next.Unpublished<String>() -> " left ";
            case Next.Ended<String>() -> " end";
            case Next.Closed<String>() -> " closed";
        };
    }
}
