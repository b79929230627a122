package dev.millrace.gateway.flv;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.Catalog;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What a viewer must know to start at a group of the FLV wire.
///
/// @param firstGroup whether this is a publisher's first group, which has its metadata in the
///   stream
/// @param startDtsUs time of the group's first frame, which is that of the configurations
record FlvStart(Catalog catalog, boolean firstGroup, long startDtsUs) {
    /// A new viewer gets the file header and what the publisher says of itself; every viewer gets
    /// the configurations, which may have changed in the groups it lost.
    ByteBuffer prelude(boolean first) {
        var out = new ByteWriter(1 << 10);
        var flv = new FlvWriter(out);
        if (first) {
            flv.fileHeader(has(TrackKind.AUDIO), has(TrackKind.VIDEO));
            if (!firstGroup) {
                catalog.metadata().ifPresent(body -> writeMetadata(flv, body));
            }
        }
        for (Track track : catalog.tracks()) {
            flv.sequenceHeader((Codec) track.config(), startDtsUs);
        }
        return out.toBuffer();
    }

    private boolean has(TrackKind kind) {
        Optional<Track> track = catalog.track(kind);
        return track.isPresent();
    }

    /// Its time is zero, as in every file: at any other, FFmpeg and VLC take metadata for a track
    /// of subtitles, and VLC waits ten seconds for the second of them.
    private static void writeMetadata(FlvWriter flv, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        flv.frame(FlvDemuxer.DATA, new Frame(FrameHeader.data(0, bytes.length), bytes));
    }
}
