package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Nalus;
import dev.millrace.media.CodecConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An H.264 or HEVC frame the way transport streams have it: start codes instead of lengths, a
/// delimiter in front, and parameter sets before every picture that decoding may begin with. H.264
/// and H.265, annex B; sections 2.14.1 and 2.17.1.
///
/// Used again for frame after frame: [#read] one, ask [#sizeBytes], then [#write] it.
final class AccessUnit {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    private final NalFormat format;
    private final int nalLengthSize;
    private final List<byte[]> prologue;

    // Of the frame.
    private byte[] payload = {};
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private boolean delimited;
    private int parameterSets;
    private boolean entry;

    private AccessUnit(NalFormat format, int nalLengthSize, List<byte[]> prologue) {
        this.format = format;
        this.nalLengthSize = nalLengthSize;
        this.prologue = prologue;
    }

    /// For frames of this codec; null if they are not made of NAL units.
    static @Nullable AccessUnit of(CodecConfig config) {
        return switch (config) {
            case H264Config h264 -> {
                var sets = new ArrayList<>(h264.sps());
                sets.addAll(h264.pps());
                yield new AccessUnit(NalFormat.H264, h264.nalLengthSize(), sets);
            }
            case HevcConfig hevc ->
                    new AccessUnit(NalFormat.HEVC, hevc.nalLengthSize(), hevc.prologue());
            default -> null;
        };
    }

    /// Finds the NAL units of a frame, whose bytes are used until [#write].
    ///
    /// @return whether all were whole; from one on that claims more bytes than there are, they are
    ///   left out
    boolean read(byte[] bytes, int offset, int length, boolean key) {
        payload = bytes;
        count = 0;
        delimited = false;
        parameterSets = 0;
        entry = key;
        Nalus nalus = Nalus.ofFrame(bytes, offset, length, nalLengthSize);
        try {
            while (nalus.next()) {
                add(nalus);
            }
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    int sizeBytes() {
        int size = delimited ? 0 : START_CODE.length + format.delimiter().length;
        if (needsPrologue()) {
            for (byte[] unit : prologue) {
                size += START_CODE.length + unit.length;
            }
        }
        for (int i = 0; i < count; i++) {
            size += START_CODE.length + lengths[i];
        }
        return size;
    }

    void write(PacketWriter out) {
        if (delimited) {
            put(out, payload, offsets[0], lengths[0]);
        } else {
            put(out, format.delimiter(), 0, format.delimiter().length);
        }
        if (needsPrologue()) {
            for (byte[] unit : prologue) {
                put(out, unit, 0, unit.length);
            }
        }
        for (int i = delimited ? 1 : 0; i < count; i++) {
            put(out, payload, offsets[i], lengths[i]);
        }
    }

    private void add(Nalus nalus) {
        int first = payload[nalus.offset()];
        if (format.isDelimiter(first)) {
            if (count > 0) {
                return; // it is only allowed in front
            }
            delimited = true;
        }
        entry |= format.isEntry(first);
        parameterSets |= format.parameterSet(first);
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        offsets[count] = nalus.offset();
        lengths[count] = nalus.length();
        count++;
    }

    private boolean needsPrologue() {
        int needed = format.neededSets();
        return entry && (parameterSets & needed) != needed;
    }

    private static void put(PacketWriter out, byte[] nal, int offset, int length) {
        out.put(START_CODE, 0, START_CODE.length);
        out.put(nal, offset, length);
    }
}
