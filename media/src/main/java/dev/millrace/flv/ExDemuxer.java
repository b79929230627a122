package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Codec;
import dev.millrace.codec.Vp9Config;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.OtherTrack;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.util.Arrays;
import java.util.Optional;

/// The part of [FlvDemuxer] that reads bodies with an [ExTagHeader].
final class ExDemuxer {
    private static final Ignored LONG_HEADER = new Ignored("enhanced header too long");
    private static final Nothing COLOURS = new Nothing("meaning of the colours");
    private static final Nothing CHANNELS = new Nothing("order of the channels");
    private static final Nothing START = new Nothing("start of a sequence that needs no header");

    private final Codecs codecs;
    private final FirstTracks tracks;

    ExDemuxer(Codecs codecs, FirstTracks tracks) {
        this.codecs = codecs;
        this.tracks = tracks;
    }

    /// One track's share of a body.
    ///
    /// @param prefix what has arrived, from the first byte of the payload on
    private record Share(
            ExTagHeader header,
            FourCc codec,
            long dtsUs,
            int offset,
            int lengthBytes,
            ByteReader prefix) {
        boolean lacks(int bytes) {
            return prefix.remaining() < bytes;
        }

        NeedMore need(int bytes) {
            return new NeedMore(offset + bytes);
        }
    }

    FlvItem read(TrackKind kind, long dtsUs, int bodyBytes, ByteReader prefix)
            throws ProtocolException {
        int headerBytes = ExTagHeader.lengthBytes(kind, prefix.fork());
        if (headerBytes > FlvLimits.EX_HEADER_BYTES_MAX) {
            return LONG_HEADER;
        }
        if (bodyBytes < headerBytes) {
            return FlvDemuxer.CUT;
        }
        if (prefix.remaining() < headerBytes) {
            return new NeedMore(headerBytes);
        }
        ExTagHeader header = ExTagHeader.decode(kind, prefix);
        if (header.isCommand()) {
            return FlvDemuxer.INFO;
        }
        long exactUs = dtsUs + (header.offsetNs() + 500) / 1_000;
        if (header.multitrack().isPresent()) {
            return readTracks(header, exactUs, bodyBytes, headerBytes, prefix);
        }
        tracks.takes(kind, 0);
        int length = bodyBytes - headerBytes;
        FourCc codec = known(kind, header.fourCc());
        return readShare(new Share(header, codec, exactUs, headerBytes, length, prefix));
    }

    /// Finds the one track that is taken. What stands before it must have arrived; the sequence
    /// headers of all are looked at, to know how many there are.
    private FlvItem readTracks(
            ExTagHeader header, long dtsUs, int bodyBytes, int headerBytes, ByteReader prefix)
            throws ProtocolException {
        Multitrack division = header.multitrack().orElseThrow();
        boolean all = header.packetType() == ExPacketType.SEQUENCE_START;
        if (all) {
            requireSequenceHeader(bodyBytes);
            if (prefix.remaining() < bodyBytes - headerBytes) {
                return new NeedMore(bodyBytes);
            }
        }
        Optional<Share> taken = Optional.empty();
        int at = headerBytes;
        while (at < bodyBytes && (all || taken.isEmpty())) {
            int payloadAt = at + division.entryBytes();
            if (payloadAt > bodyBytes) {
                return FlvDemuxer.CUT;
            }
            if (prefix.remaining() < division.entryBytes()) {
                return new NeedMore(payloadAt);
            }
            int fourCc = division == Multitrack.MANY_CODECS ? prefix.i32() : header.fourCc();
            int trackId = prefix.u8();
            int length = division == Multitrack.ONE_TRACK ? bodyBytes - payloadAt : prefix.u24();
            if (length > bodyBytes - payloadAt) {
                return FlvDemuxer.CUT;
            }
            if (tracks.takes(header.kind(), trackId)) {
                FourCc codec = known(header.kind(), fourCc);
                var share = new Share(header, codec, dtsUs, payloadAt, length, prefix.fork());
                taken = Optional.of(share);
            }
            at = payloadAt + length;
            if (at < bodyBytes && (all || taken.isEmpty())) {
                if (prefix.remaining() < length) {
                    return new NeedMore(at);
                }
                prefix.skip(length);
            }
        }
        return taken.isPresent() ? readShare(taken.get()) : new OtherTrack(header.kind());
    }

    private FlvItem readShare(Share share) throws ProtocolException {
        return switch (share.header.packetType()) {
            case SEQUENCE_START, MPEG2TS_SEQUENCE_START -> readConfiguration(share);
            case CODED_FRAMES -> readFrame(share, ExCodecs.hasCompositionTime(share.codec));
            case CODED_FRAMES_X -> readFrame(share, false);
            case SEQUENCE_END -> FlvDemuxer.END_OF_SEQUENCE;
            case METADATA -> COLOURS;
            case MULTICHANNEL_CONFIG -> CHANNELS;
            case MULTITRACK, MOD_EX -> throw new IllegalStateException(share.header.toString());
        };
    }

    private FlvItem readConfiguration(Share share) throws ProtocolException {
        requireSequenceHeader(share.lengthBytes);
        if (share.lacks(share.lengthBytes)) {
            return share.need(share.lengthBytes);
        }
        byte[] record = share.prefix.bytes(share.lengthBytes);
        Codec old = codecs.get(share.header.kind());
        boolean isVp9 = share.codec == FourCc.VP9 && old instanceof Vp9Config;
        if (old != null && isVp9 && Arrays.equals(ExCodecs.record(old), record)) {
            return new Configuration(old); // which a key frame has added the size to
        }
        Optional<Codec> codec =
                share.header.packetType() == ExPacketType.MPEG2TS_SEQUENCE_START
                        ? Optional.of(ExCodecs.ofDescriptor(share.codec, record))
                        : ExCodecs.ofRecord(share.codec, record);
        return codec.isPresent() ? new Configuration(codecs.set(codec.get())) : START;
    }

    private FlvItem readFrame(Share share, boolean hasCompositionTime) throws ProtocolException {
        int offset = hasCompositionTime ? 3 : 0;
        if (share.lengthBytes < offset) {
            return FlvDemuxer.CUT;
        }
        if (share.lengthBytes == offset) {
            return FlvDemuxer.EMPTY;
        }
        if (share.lacks(offset)) {
            return share.need(offset);
        }
        int ctsMs = hasCompositionTime ? share.prefix.s24() : 0;
        int frameBytes = share.lengthBytes - offset;
        Codec known = codecs.get(share.header.kind());
        boolean same = known != null && FourCc.of(known).equals(Optional.of(share.codec));
        int looksAt = ExCodecs.looksAt(share.codec, same, isKey(share.header));
        int wanted = Math.min(looksAt, frameBytes);
        if (share.lacks(wanted)) {
            return share.need(offset + wanted);
        }
        if (!same || wanted > 0) {
            byte[] start = share.prefix.bytes(wanted);
            var now = same ? Optional.ofNullable(known) : Optional.<Codec>empty();
            ExCodecs.ofFrame(share.codec, now, start).ifPresent(codecs::set);
        }
        Codec codec = codecs.get(share.header.kind());
        if (codec == null || !FourCc.of(codec).equals(Optional.of(share.codec))) {
            return FlvDemuxer.NO_CONFIGURATION;
        }
        return new Payload(codec, frame(share, ctsMs, frameBytes), share.offset + offset);
    }

    private static FrameHeader frame(Share share, int ctsMs, int frameBytes) {
        if (share.header.kind() == TrackKind.AUDIO) {
            return FrameHeader.audio(share.dtsUs, frameBytes);
        }
        int ctsUs = Math.clamp(MediaTime.msToUs(ctsMs), Integer.MIN_VALUE, Integer.MAX_VALUE);
        boolean disposable = share.header.frameType() == VideoTagHeader.DISPOSABLE;
        return new FrameHeader(
                TrackKind.VIDEO, share.dtsUs, ctsUs, isKey(share.header), disposable, frameBytes);
    }

    private static boolean isKey(ExTagHeader header) {
        return VideoTagHeader.isKey(header.frameType());
    }

    private static FourCc known(TrackKind kind, int fourCc) throws Unsupported {
        return FourCc.of(kind, fourCc)
                .orElseThrow(() -> new Unsupported("enhanced RTMP codec " + FourCc.text(fourCc)));
    }

    private static void requireSequenceHeader(int bytes) throws ProtocolException {
        ProtocolException.requireAtMost(
                "size of the sequence header", bytes, FlvLimits.SEQUENCE_HEADER_BYTES_MAX);
    }
}
