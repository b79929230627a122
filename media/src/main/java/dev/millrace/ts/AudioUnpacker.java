package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.ts.AudioFormat.Header;
import dev.millrace.ts.ElementaryStream.Unpacker;
import dev.millrace.ts.PesReader.Pes;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Audio frames, of which a packet has any number, and the last may end in the next packet.
///
/// A packet's timestamp is that of the first frame that begins in it; the others follow from the
/// samples in between.
final class AudioUnpacker implements Unpacker {
    private static final int NOWHERE = -1;

    private final AudioFormat format;

    /// The bytes from the frame on that is not yet whole.
    private final ByteWriter pending = new ByteWriter(1024);

    private @Nullable Codec config;
    private boolean lost;

    /// The last timestamp that a frame had, and the samples since; none before the first.
    private boolean timed;

    private long timeUs;
    private long samples;

    /// A timestamp for the first frame that begins at or behind this place in the pending bytes.
    private int stampAt = NOWHERE;

    private long stampUs;

    private final Tally tally;

    AudioUnpacker(AudioFormat format, Tally tally) {
        this.format = format;
        this.tally = tally;
    }

    @Override
    public void reset() {
        if (pending.size() > 0) {
            pending.clear();
            tally.droppedUnits++;
        }
        stampAt = NOWHERE;
    }

    @Override
    public void unpack(Pes pes, Consumer<? super TsItem> sink) {
        if (pending.size() > 0) {
            beginFrame(0); // its first bytes came with the stamp before
        }
        if (pes.timed()) {
            stampAt = pending.size();
            stampUs = pes.ptsUs();
        }
        pending.put(pes.bytes(), pes.offset(), pes.length());
        int at = 0;
        while (pending.size() - at >= format.headerBytes()) {
            Header header = header(at);
            if (header == null) {
                at++;
                continue;
            }
            beginFrame(at);
            if (pending.size() - at < header.frameBytes()) {
                break;
            }
            if (!header.dependent()) {
                emit(header, at, sink);
            }
            at += header.frameBytes();
        }
        keepFrom(at);
    }

    /// The header of the frame at this place; null where there is none, which counts once for
    /// however many such places follow each other.
    private @Nullable Header header(int at) {
        try {
            var in = new ByteReader(pending.array(), at, format.headerBytes());
            Header header = format.header(in);
            lost = false;
            return header;
        } catch (Malformed e) {
            tally.droppedUnits += lost ? 0 : 1;
            lost = true;
            return null;
        }
    }

    private void beginFrame(int at) {
        if (stampAt != NOWHERE && at >= stampAt) {
            timed = true;
            timeUs = stampUs;
            samples = 0;
            stampAt = NOWHERE;
        }
    }

    private void emit(Header header, int at, Consumer<? super TsItem> sink) {
        if (!timed) {
            tally.droppedUnits++;
            return;
        }
        if (!header.config().equals(config)) {
            config = header.config();
            sink.accept(new TsItem.Configuration(header.config()));
        }
        int from = at + header.ownBytes();
        byte[] payload = Arrays.copyOfRange(pending.array(), from, at + header.frameBytes());
        long dtsUs = timeUs + MediaTime.samplesToUs(samples, header.sampleRate());
        sink.accept(new TsItem.Media(new Frame(FrameHeader.audio(dtsUs, payload.length), payload)));
        samples += header.samples();
    }

    private void keepFrom(int at) {
        int left = pending.size() - at;
        pending.clear();
        pending.put(pending.array(), at, left);
        if (stampAt != NOWHERE) {
            stampAt = Math.max(0, stampAt - at);
        }
    }
}
