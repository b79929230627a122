package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.HevcNalu;
import dev.millrace.codec.Nalus;
import dev.millrace.codec.VideoCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// H.264 or HEVC, whose parameter sets may also be in frames (`avc3`, `hev1`): those of them that
/// the configuration does not have are another one. ISO/IEC 14496-15, 5.3.3 and 8.3.2.
///
/// Frames stay as they are, unless the new configuration has lengths of another size.
final class NalSource implements CodecSource {
    private static final int OWN_LENGTH_SIZE = 4;

    private final int lengthSize;
    private VideoCodec config;
    private List<byte[]> known;
    private boolean rewritten;

    // Of the frame.
    private final List<byte[]> sets = new ArrayList<>();
    private int kinds;

    /// @param lengthSize of the NAL units of all frames
    NalSource(VideoCodec config, int lengthSize) {
        this.config = config;
        this.lengthSize = lengthSize;
        this.known = setsOf(config);
    }

    @Override
    public Optional<Coded> next(byte[] payload) {
        try {
            collect(payload);
            if (isAnother()) {
                config = configuration();
                known = List.copyOf(sets);
                rewritten = lengthSize != OWN_LENGTH_SIZE;
            }
            if (known.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Coded(config, rewritten ? rewrite(payload) : payload));
        } catch (ProtocolException e) {
            return known.isEmpty() ? Optional.empty() : Optional.of(new Coded(config, payload));
        }
    }

    private void collect(byte[] payload) throws ProtocolException {
        sets.clear();
        kinds = 0;
        Nalus nalus = Nalus.lengthPrefixed(payload, 0, payload.length, lengthSize);
        while (nalus.next()) {
            int kind = setKind(payload[nalus.offset()]);
            if (kind != 0) {
                int end = nalus.offset() + nalus.length();
                sets.add(Arrays.copyOfRange(payload, nalus.offset(), end));
                kinds |= kind;
            }
        }
    }

    /// Whether the frame brought a set of each kind that is needed, and one that is new.
    private boolean isAnother() {
        int needed = config instanceof HevcConfig ? 7 : 3;
        return kinds == needed && !sets.stream().allMatch(this::isKnown);
    }

    private boolean isKnown(byte[] set) {
        return known.stream().anyMatch(other -> Arrays.equals(set, other));
    }

    private VideoCodec configuration() throws ProtocolException {
        return config instanceof HevcConfig
                ? HevcConfig.of(sets)
                : H264Config.of(ofType(Nalus.SPS), ofType(Nalus.PPS));
    }

    private List<byte[]> ofType(int type) {
        return sets.stream().filter(set -> Nalus.type(set[0]) == type).toList();
    }

    /// One bit for each kind of parameter set; 0 for what is none.
    private int setKind(int firstByte) {
        if (config instanceof HevcConfig) {
            return switch (HevcNalu.type(firstByte)) {
                case HevcNalu.SPS -> 1;
                case HevcNalu.PPS -> 2;
                case HevcNalu.VPS -> 4;
                default -> 0;
            };
        }
        return switch (Nalus.type(firstByte)) {
            case Nalus.SPS -> 1;
            case Nalus.PPS -> 2;
            default -> 0;
        };
    }

    /// None unless there are enough to decode with.
    private static List<byte[]> setsOf(VideoCodec config) {
        return switch (config) {
            case H264Config h264 -> {
                var all = new ArrayList<>(h264.sps());
                all.addAll(h264.pps());
                yield h264.sps().isEmpty() || h264.pps().isEmpty() ? List.of() : all;
            }
            case HevcConfig hevc -> hevc.nalUnits();
            default -> List.of();
        };
    }

    private byte[] rewrite(byte[] payload) throws ProtocolException {
        var out = new ByteWriter(payload.length + 64);
        Nalus nalus = Nalus.lengthPrefixed(payload, 0, payload.length, lengthSize);
        while (nalus.next()) {
            nalus.writeLengthPrefixed(out);
        }
        return out.toByteArray();
    }
}
