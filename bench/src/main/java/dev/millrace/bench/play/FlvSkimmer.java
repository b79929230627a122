package dev.millrace.bench.play;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvTagHeader;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.nio.ByteBuffer;

/// Follows an FLV stream by its tag headers and steps over the rest. FLV 10.1, annex E.2 to E.4.
/// How the input is cut does not matter.
final class FlvSkimmer {
    private enum Step {
        FILE_HEADER,
        TAG_HEADER,
        BODY
    }

    /// Stands in front of every tag, and behind the last.
    private static final int PREVIOUS_TAG_SIZE_BYTES = 4;

    private static final int TAG_HEADER_BYTES = PREVIOUS_TAG_SIZE_BYTES + FlvTagHeader.LENGTH_BYTES;

    private final MessageSink sink;
    private final MessageHead head = new MessageHead();
    private final byte[] header = new byte[TAG_HEADER_BYTES];
    private int headerHave;
    private Step step = Step.FILE_HEADER;

    FlvSkimmer(MessageSink sink) {
        this.sink = sink;
    }

    /// Consumes all of `in`.
    void receive(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            switch (step) {
                case FILE_HEADER -> {
                    if (collect(in, FlvFileHeader.LENGTH_BYTES)) {
                        checkFileHeader();
                    }
                }
                case TAG_HEADER -> {
                    if (collect(in, TAG_HEADER_BYTES)) {
                        beginTag();
                    }
                }
                case BODY -> body(in);
            }
        }
    }

    private boolean collect(ByteBuffer in, int wanted) {
        int length = Math.min(wanted - headerHave, in.remaining());
        in.get(header, headerHave, length);
        headerHave += length;
        if (headerHave < wanted) {
            return false;
        }
        headerHave = 0;
        return true;
    }

    private void checkFileHeader() throws ProtocolException {
        FlvFileHeader file = FlvFileHeader.decode(new ByteReader(header));
        if (file.lengthBytes() != FlvFileHeader.LENGTH_BYTES) {
            throw new Malformed("an FLV header of %d bytes".formatted(file.lengthBytes()));
        }
        step = Step.TAG_HEADER;
    }

    private void beginTag() throws ProtocolException {
        var in = new ByteReader(header);
        in.skip(PREVIOUS_TAG_SIZE_BYTES);
        FlvTagHeader tag = FlvTagHeader.decode(in);
        RtmpLimit.MESSAGE_BYTES.check(tag.bodyBytes());
        head.begin(tag.type(), (int) tag.timestampMs(), tag.bodyBytes());
        step = Step.BODY;
        endTagIfWhole();
    }

    private void body(ByteBuffer in) throws ProtocolException {
        head.take(in, Math.min(head.leftBytes(), in.remaining()));
        endTagIfWhole();
    }

    private void endTagIfWhole() throws ProtocolException {
        if (head.isWhole()) {
            step = Step.TAG_HEADER;
            sink.message(head);
        }
    }
}
