package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.VideoCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts NAL units together to frames: those of one timestamp, up to the marker. RFC 6184, 5.1; RFC
/// 7798, 4.1.
///
/// Parameter sets become the configuration and delimiters go; the rest stays as it is, behind
/// lengths. A frame that lacks a packet is dropped, and so is every one behind it until one that
/// decoding may begin with; a stream begins with such a one as well.
final class AccessUnits {
    private final NalSyntax syntax;
    private final ParameterSets sets;
    private final ByteWriter frame = new ByteWriter(4096);
    private final ByteWriter fragment = new ByteWriter(4096);
    private @Nullable VideoCodec config;
    private boolean started;
    private boolean waitsForEntry = true;
    private long dropped;

    // Of the open frame.
    private boolean open;
    private int timestamp;
    private boolean broken;
    private boolean afterLoss;
    private boolean hasPicture;
    private boolean entry;
    private int units;
    private boolean inFragment;

    AccessUnits(NalSyntax syntax, ParameterSets sets) {
        this.syntax = syntax;
        this.sets = sets;
    }

    long dropped() {
        return dropped;
    }

    /// The next packet begins.
    void packet(int rtpTimestamp, int lost, Consumer<? super PayloadItem> sink) {
        if (lost > 0) {
            broken |= open;
            inFragment = false;
        }
        if (open && rtpTimestamp != timestamp) {
            end(sink);
        }
        if (!open) {
            open = true;
            timestamp = rtpTimestamp;
        }
        if (lost > 0) {
            afterLoss = true;
            waitsForEntry = true;
        }
    }

    /// A packet could not be understood.
    void fault() {
        broken = true;
        inFragment = false;
    }

    /// A whole NAL unit.
    void unit(byte[] nal) throws ProtocolException {
        if (inFragment) {
            throw new Malformed("a NAL unit in the middle of another");
        }
        if (nal.length < syntax.headerBytes()) {
            throw new Malformed("NAL unit of %d bytes".formatted(nal.length));
        }
        int type = syntax.type(nal);
        broken |= afterLoss && !syntax.beginsPicture(type, nal);
        afterLoss = false;
        if (syntax.isParameterSet(type)) {
            sets.put(nal);
        } else if (!syntax.isDelimiter(type)) {
            PayloadLimit.NAL_UNITS.check(++units);
            PayloadLimit.FRAME_BYTES.check((long) frame.size() + 4 + nal.length);
            frame.u32(nal.length).bytes(nal);
            hasPicture |= syntax.isPicture(type);
            entry |= syntax.isEntry(type, nal);
        }
    }

    /// The first piece of a NAL unit.
    ///
    /// @param header the NAL unit's own
    void firstFragment(byte[] header, ByteReader rest) throws ProtocolException {
        if (inFragment) {
            throw new Malformed("a NAL unit without an end");
        }
        inFragment = true;
        fragment.clear().bytes(header);
        append(rest);
    }

    /// Another piece.
    void nextFragment(ByteReader rest) throws ProtocolException {
        if (!inFragment) {
            throw new Malformed("a NAL unit without a beginning");
        }
        append(rest);
    }

    void lastFragment() throws ProtocolException {
        inFragment = false;
        unit(fragment.toByteArray());
    }

    private void append(ByteReader rest) throws ProtocolException {
        PayloadLimit.FRAME_BYTES.check((long) fragment.size() + rest.remaining());
        fragment.bytes(rest.bytes(rest.remaining()));
    }

    /// The packet said that the frame ends. Some senders say so behind parameter sets as well; they
    /// belong to the picture that follows.
    void marker(Consumer<? super PayloadItem> sink) {
        if (hasPicture || broken) {
            end(sink);
        }
    }

    /// The frame is over.
    void end(Consumer<? super PayloadItem> sink) {
        if (open && (broken || inFragment)) {
            drop();
            waitsForEntry = true;
        } else if (open && hasPicture) {
            emit(sink);
        }
        open = false;
        broken = false;
        hasPicture = false;
        entry = false;
        inFragment = false;
        units = 0;
        frame.clear();
    }

    private void emit(Consumer<? super PayloadItem> sink) {
        try {
            configure(sink);
        } catch (ProtocolException e) {
            drop(); // sets are missing or make no sense; better ones may come
            return;
        }
        if (config == null || (waitsForEntry && !entry)) {
            drop();
            return;
        }
        started = true;
        waitsForEntry = false;
        sink.accept(new PayloadItem.Unit(timestamp, frame.toByteArray(), entry));
    }

    private void configure(Consumer<? super PayloadItem> sink) throws ProtocolException {
        VideoCodec told = sets.takeChanged().orElse(config);
        if (told != null && !told.equals(config)) {
            config = told;
            sink.accept(new PayloadItem.Configuration(told));
        }
    }

    /// What comes before the first key frame of a live stream is not missed.
    private void drop() {
        dropped += started ? 1 : 0;
    }
}
