package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.VideoCodec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/// The parameter sets of a track, from its description and out of the stream: the newest of every
/// number.
final class ParameterSets {
    private final NalSyntax syntax;

    /// By type and number, so that they come in the order a decoder wants them.
    private final TreeMap<Integer, byte[]> sets = new TreeMap<>();

    private boolean changed;

    ParameterSets(NalSyntax syntax) {
        this.syntax = syntax;
    }

    /// Sets as descriptions have them: Base64, with commas between. RFC 6184, 8.1; RFC 7798, 7.1.
    /// What makes no sense is passed over, because the stream may have better.
    void putDescribed(String sprop) {
        for (String encoded : sprop.split(",", -1)) {
            try {
                byte[] nal = Base64.getDecoder().decode(encoded.strip());
                if (nal.length > syntax.headerBytes() && syntax.isParameterSet(syntax.type(nal))) {
                    put(nal);
                }
            } catch (IllegalArgumentException | ProtocolException e) {
                // a camera that writes nonsense here sends the sets with every key frame
            }
        }
    }

    void put(byte[] nal) throws ProtocolException {
        PayloadLimit.PARAMETER_SET_BYTES.check(nal.length);
        int type = syntax.type(nal);
        int key = type << 8 | syntax.setId(type, nal);
        byte[] before = sets.put(key, nal);
        changed |= before == null || !Arrays.equals(before, nal);
    }

    /// What they configure, if that may be something new.
    Optional<VideoCodec> takeChanged() throws ProtocolException {
        if (!changed) {
            return Optional.empty();
        }
        VideoCodec codec = syntax.configuration(sets.values());
        changed = false;
        return Optional.of(codec);
    }
}
