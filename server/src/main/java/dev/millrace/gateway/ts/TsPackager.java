package dev.millrace.gateway.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Packager;
import dev.millrace.channel.WireOut;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.ts.TsWriter;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Renders a channel as a transport stream. Every place with tables is marked: viewers may start
/// there if it is independent, and segments may begin.
///
/// A frame goes out when it is whole, since its size stands in front of it and its NAL units change
/// form; one that never became whole is left out.
final class TsPackager implements Packager<TsStart> {
    /// Receivers want tables twice a second to tune in; a place to cut comes as often.
    private static final long TABLES_US_MAX = 500_000;

    private final TsWriter ts = new TsWriter();
    private final ByteWriter payload = new ByteWriter(64 << 10);
    private final Map<TrackKind, Track> tracks = new EnumMap<>(TrackKind.class);
    private boolean hasMetadata;
    private int epoch;
    private long tablesUs;

    @Override
    public TsStart open(Group group, boolean missed, WireOut out) {
        var discontinuity = new ByteWriter();
        ts.writeDiscontinuity(discontinuity);
        boolean first = epoch == 0;
        boolean changed = missed || epoch != group.epoch();
        epoch = group.epoch();
        if (changed) {
            tracks.clear(); // another publisher may send less
            hasMetadata = false;
        }
        for (Track track : group.catalog().tracks()) {
            changed |= learn(track);
        }
        writeTables(group.startDtsUs(), group.independent(), changed && !first, out);
        return new TsStart(discontinuity.toBuffer());
    }

    @Override
    public void frame(GroupFrame frame, WireOut out) {
        payload.clear();
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut out) {
        payload.bytes(bytes);
        bytes.position(bytes.limit());
    }

    @Override
    public void endFrame(GroupFrame frame, WireOut out) {
        FrameHeader header = frame.header();
        if (frame.torn()) {
            return;
        }
        if (header.kind() == TrackKind.DATA) {
            writeMetadata(header, out);
            return;
        }
        boolean changed = learn(frame.track());
        if (changed || isDue(header)) {
            boolean key = header.kind() == TrackKind.VIDEO && header.key();
            writeTables(header.dtsUs(), key || !hasVideo(), changed, out);
        }
        ts.write(out, header, payload.array(), 0);
    }

    /// Sound alone has no stream for it, see [TsWriter].
    private void writeMetadata(FrameHeader header, WireOut out) {
        if (hasVideo()) {
            ScriptText.read(payload.array(), header.lengthBytes())
                    .ifPresent(said -> writeMetadata(header.dtsUs(), said, out));
        }
    }

    /// There is a stream for it from the first one on.
    private void writeMetadata(long dtsUs, ScriptText said, WireOut out) {
        if (!hasMetadata) {
            hasMetadata = true;
            writeTables(Math.max(tablesUs, dtsUs), false, false, out);
        }
        ts.writeMetadata(out, dtsUs, said.name(), said.json());
    }

    @Override
    public void close(WireOut out) {
        ts.flush(out);
    }

    /// Whether this is news to those who read so far.
    private boolean learn(Track track) {
        if (track.kind() == TrackKind.DATA) {
            return false;
        }
        Track before = tracks.put(track.kind(), track);
        return before == null || !before.config().equals(track.config());
    }

    /// Tables go in front of pictures, or of sound where there are none.
    private boolean isDue(FrameHeader header) {
        TrackKind leading = hasVideo() ? TrackKind.VIDEO : TrackKind.AUDIO;
        return header.kind() == leading && header.dtsUs() - tablesUs >= TABLES_US_MAX;
    }

    private boolean hasVideo() {
        Track video = tracks.get(TrackKind.VIDEO);
        return video != null && TsWriter.carries(video.config());
    }

    private void writeTables(long dtsUs, boolean independent, boolean changed, WireOut out) {
        ts.flush(out);
        out.mark(dtsUs, independent, changed);
        List<CodecConfig> configs = tracks.values().stream().map(Track::config).toList();
        ts.writeTables(out, configs, hasMetadata);
        tablesUs = dtsUs;
    }
}
