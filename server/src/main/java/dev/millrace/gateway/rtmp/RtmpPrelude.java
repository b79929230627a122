package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import java.nio.ByteBuffer;

/// What one player gets before it reads the shared wire: metadata, decoder configurations, and with
/// them the times that the wire's messages count from, on the player's own clock. Belongs to one
/// player's thread.
final class RtmpPrelude {
    /// A track whose last frame is further back than this does not hold up the clock's start.
    private static final long LEAD_MS_MAX = 1_000;

    private static final byte[] EMPTY = {};

    private final int streamId;
    private final int chunkBytes;
    private long baseMs = -1;

    RtmpPrelude(int streamId, int chunkBytes) {
        this.streamId = streamId;
        this.chunkBytes = chunkBytes;
    }

    /// The bytes to send before reading on from `start`, when joining and after every skip.
    ///
    /// @param keepsTimes whether the player's clock is the channel's, and does not begin at zero
    ByteBuffer at(RtmpStart start, RtmpForm form, boolean keepsTimes) {
        var out = new ByteWriter(512);
        if (baseMs < 0) {
            baseMs = keepsTimes ? 0 : base(start);
            if (!start.first()) { // there it is in the stream
                metadata(out, start);
            }
        }
        track(out, TrackKind.VIDEO, start.videoMs(), sequenceHeader(TrackKind.VIDEO, start, form));
        track(out, TrackKind.AUDIO, start.audioMs(), sequenceHeader(TrackKind.AUDIO, start, form));
        return out.toBuffer();
    }

    /// The channel's time at which this player's clock shows zero: no frame of the first group is
    /// earlier.
    private static long base(RtmpStart start) {
        long base = start.startMs();
        for (long trackMs : new long[] {start.videoMs(), start.audioMs()}) {
            if (trackMs >= start.startMs() - LEAD_MS_MAX) {
                base = Math.min(base, trackMs);
            }
        }
        return base;
    }

    private void metadata(ByteWriter out, RtmpStart start) {
        start.catalog()
                .metadata()
                .ifPresent(body -> {
                    byte[] bytes = new byte[body.remaining()];
                    body.get(bytes);
                    message(out, ChunkStreamId.STATUS, MessageType.DATA, 0, bytes);
                });
    }

    /// Sets a chunk stream's clock, with the track's configuration if there is one. An empty
    /// message does it otherwise; players pass over those.
    private void track(ByteWriter out, TrackKind kind, long trackMs, byte[] header) {
        int id = kind == TrackKind.VIDEO ? ChunkStreamId.VIDEO : ChunkStreamId.AUDIO;
        int type = RtmpPackager.type(kind);
        long ownMs = trackMs - baseMs;
        if (header.length > 0) {
            message(out, id, type, Math.max(ownMs, 0), header);
        }
        if (header.length == 0 || ownMs < 0) {
            // A silent track's clock may stand before our zero; 32 bits wrap around to the right
            // time.
            message(out, id, type, ownMs, EMPTY);
        }
    }

    private static byte[] sequenceHeader(TrackKind kind, RtmpStart start, RtmpForm form) {
        var body = new ByteWriter();
        start.catalog()
                .track(kind)
                .map(track -> (Codec) track.config())
                .filter(form::carries)
                .ifPresent(codec -> FlvMuxer.writeSequenceHeader(body, codec, form.tags(kind)));
        return body.toByteArray();
    }

    private void message(ByteWriter out, int chunkStream, int type, long timeMs, byte[] body) {
        var header = new MessageHeader(type, (int) timeMs, body.length, streamId);
        ChunkWriter.message(out, chunkStream, header, body, chunkBytes);
    }
}
