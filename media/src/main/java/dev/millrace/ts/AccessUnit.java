package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Nalus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An H.264 frame the way transport streams have it: start codes instead of lengths, a delimiter in
/// front, and parameter sets before every picture that decoding may begin with. H.264, annex B;
/// section 2.14.1.
///
/// Used again for frame after frame: [#read] one, ask [#sizeBytes], then [#write] it.
final class AccessUnit {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /// Any kind of slice may follow.
    private static final byte[] DELIMITER = {Nalus.ACCESS_UNIT_DELIMITER, (byte) 0xF0};

    private final int nalLengthSize;
    private final List<byte[]> parameterSets;

    // Of the frame.
    private byte[] payload = {};
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private boolean delimited;
    private boolean hasSps;
    private boolean hasPps;
    private boolean entry;

    AccessUnit(H264Config config) {
        nalLengthSize = config.nalLengthSize();
        parameterSets = new ArrayList<>(config.sps());
        parameterSets.addAll(config.pps());
    }

    /// Finds the NAL units of a frame, whose bytes are used until [#write].
    ///
    /// @return whether all were whole; from one on that claims more bytes than there are, they are
    ///   left out
    boolean read(byte[] bytes, int offset, int length, boolean key) {
        payload = bytes;
        count = 0;
        delimited = false;
        hasSps = false;
        hasPps = false;
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
        int size = delimited ? 0 : START_CODE.length + DELIMITER.length;
        if (needsParameterSets()) {
            for (byte[] set : parameterSets) {
                size += START_CODE.length + set.length;
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
            put(out, DELIMITER, 0, DELIMITER.length);
        }
        if (needsParameterSets()) {
            for (byte[] set : parameterSets) {
                put(out, set, 0, set.length);
            }
        }
        for (int i = delimited ? 1 : 0; i < count; i++) {
            put(out, payload, offsets[i], lengths[i]);
        }
    }

    private void add(Nalus nalus) {
        switch (nalus.type()) {
            case Nalus.IDR_SLICE -> entry = true;
            case Nalus.SPS -> hasSps = true;
            case Nalus.PPS -> hasPps = true;
            case Nalus.ACCESS_UNIT_DELIMITER -> {
                if (count > 0) {
                    return; // it is only allowed in front
                }
                delimited = true;
            }
            default -> {}
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        offsets[count] = nalus.offset();
        lengths[count] = nalus.length();
        count++;
    }

    private boolean needsParameterSets() {
        return entry && !(hasSps && hasPps);
    }

    private static void put(PacketWriter out, byte[] nal, int offset, int length) {
        out.put(START_CODE, 0, START_CODE.length);
        out.put(nal, offset, length);
    }
}
