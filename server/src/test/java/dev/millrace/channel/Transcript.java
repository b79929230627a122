package dev.millrace.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.millrace.channel.Subscription.Step;
import java.nio.ByteBuffer;

/// What a subscription says, as text, until it has nothing more to say.
///
/// ```
///  [3~-2          group 3 opens: ~ it is dependent, -2 two groups before it were lost
///  K0(abc)        a key frame at 0 ms; I inter, A audio, D data; ) is its end, !) a torn one
///  ]              the group is complete
///  left  end      the publisher left; the channel is gone
/// ```
final class Transcript {
    private Transcript() {}

    static String of(Subscription from) {
        var text = new StringBuilder();
        while (true) {
            switch (from.poll()) {
                case Step.GroupOpened(var group, long missed) -> {
                    text.append(" [").append(group.sequence());
                    text.append(group.independent() ? "" : "~");
                    text.append(missed > 0 ? "-" + missed : "");
                }
                case Step.FrameOpened(var frame) -> text.append(' ').append(opening(frame));
                case Step.Payload(var bytes) -> text.append(string(bytes));
                case Step.FrameClosed(var frame) -> text.append(frame.torn() ? "!)" : ")");
                case Step.GroupClosed() -> text.append(" ]");
                case Step.Unpublished() -> text.append(" left");
                case Step.Ended() -> {
                    return text.append(" end").toString().strip();
                }
                case Step.Nothing() -> {
                    return text.toString().strip();
                }
            }
        }
    }

    static String string(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString().replace('\0', '0');
    }

    private static String opening(GroupFrame frame) {
        return letter(frame) + frame.header().dtsUs() / 1000 + "(";
    }

    static String letter(GroupFrame frame) {
        return switch (frame.track().kind()) {
            case VIDEO -> frame.header().key() ? "K" : "I";
            case AUDIO -> "A";
            case DATA -> "D";
        };
    }
}
