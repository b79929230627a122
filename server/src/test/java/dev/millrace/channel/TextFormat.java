package dev.millrace.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/// A delivery format for tests that a person can read: `{1 K0:abc;I40:de;}` is a complete group;
/// `!` instead of `;` ends a torn frame, and `{4-` says that groups before it were lost.
class TextFormat implements Packager<String> {
    static final WireFormat<String> LIVE = new WireFormat<>("text", false, TextFormat::new);
    static final WireFormat<String> PAST = new WireFormat<>("past", true, TextFormat::new);

    @Override
    public String open(Group group, boolean missed, WireOut out) {
        out.mark(group.startDtsUs(), group.independent(), missed);
        put(out, "{" + group.sequence() + (missed ? "- " : " "));
        return "group " + group.sequence();
    }

    @Override
    public void frame(GroupFrame frame, WireOut out) {
        put(out, Transcript.letter(frame) + frame.header().dtsUs() / 1000 + ":");
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut out) {
        put(out, Transcript.string(bytes));
    }

    @Override
    public void endFrame(GroupFrame frame, WireOut out) {
        put(out, frame.torn() ? "!" : ";");
    }

    @Override
    public void close(WireOut out) {
        put(out, "}");
    }

    private static void put(WireOut out, String text) {
        out.put(text.getBytes(US_ASCII));
    }
}
