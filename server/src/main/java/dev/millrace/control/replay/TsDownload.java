package dev.millrace.control.replay;

import dev.millrace.control.StoredSegment;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.io.OutputStream;

/// Segments one after the other, which is a transport stream again.
public record TsDownload(Export export, Reader segments) implements Download {
    @Override
    public long bytes() {
        return export.segments().stream()
                .map(StoredSegment::segment)
                .mapToLong(Segment::bytes)
                .sum();
    }

    @Override
    public String tag() {
        return export.tag();
    }

    @Override
    public String type() {
        return "video/mp2t";
    }

    @Override
    public void write(long first, long last, OutputStream out) throws IOException {
        var pieces = new Pieces(first, last, out);
        for (StoredSegment segment : export.segments()) {
            pieces.next(segment.segment().bytes(), () -> segments.read(segment));
        }
    }
}
