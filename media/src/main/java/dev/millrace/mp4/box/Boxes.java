package dev.millrace.mp4.box;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;

/// Walks over the boxes in a range of bytes. Nothing is copied.
///
/// ```java
/// for (var boxes = new Boxes(in); boxes.next(); ) {
///     switch (boxes.type()) {
///         case "mvhd" -> readHeader(boxes.body());
/// ```
public final class Boxes {
    private final ByteReader in;
    private String type = "";
    private ByteReader body;
    private int count;

    public Boxes(ByteReader in) {
        this.in = in;
        this.body = in;
    }

    /// Moves to the next box; false at the end. Fewer bytes than a header has are padding:
    /// QuickTime ends its lists with four zeros.
    public boolean next() throws ProtocolException {
        if (in.remaining() < BoxHeader.LENGTH_BYTES) {
            return false;
        }
        ProtocolException.requireAtMost("count of boxes", ++count, Mp4Limits.BOXES_MAX);
        BoxHeader header = BoxHeader.decode(in);
        long bytes = header.isToTheEnd() ? in.remaining() : header.bodyBytes();
        if (bytes > in.remaining()) {
            throw new Malformed(
                    "box %s of %d bytes with %d left"
                            .formatted(Shown.of(header.type()), bytes, in.remaining()));
        }
        type = header.type();
        body = in.slice((int) bytes);
        return true;
    }

    /// Of the box that [#next] moved to.
    public String type() {
        return type;
    }

    /// Of the box that [#next] moved to; what is read of it stays read.
    public ByteReader body() {
        return body;
    }

    /// Moves past the version and the flags that many boxes begin with, 4.2.2.
    public static int version(ByteReader in) throws Malformed {
        int version = in.u8();
        in.skip(3);
        return version;
    }
}
