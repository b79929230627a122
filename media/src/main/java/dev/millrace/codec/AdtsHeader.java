package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The header in front of every AAC frame in MPEG-TS and in `.aac` files. ISO/IEC 14496-3, 1.A.2.2.
///
/// ```
///  0           12   13      15       16        18     22    23         26     30
///  +-----------+----+-------+--------+---------+------+-----+----------+------+---
///  | sync FFF  | ID | layer | no CRC | profile | rate | prv | channels | 0000 | …
///  +-----------+----+-------+--------+---------+------+-----+----------+------+---
///     30            43               54            56
///  ---+-------------+----------------+-------------+----------
///   … | frame bytes | fullness, 7FF  | blocks - 1  | [CRC 16]
///  ---+-------------+----------------+-------------+----------
/// ```
///
/// @param objectType 1 to 4
/// @param sampleRate in Hz
/// @param channelConfiguration 0 to 7
/// @param headerBytes this header: 7, or 9 with a checksum
/// @param frameBytes this header and the payload behind it
public record AdtsHeader(
        int objectType, int sampleRate, int channelConfiguration, int headerBytes, int frameBytes) {
    /// The header without checksum: what [#encode] writes, and the least that [#decode] needs.
    public static final int LENGTH_BYTES = 7;

    /// The frame length has 13 bits and includes the header.
    public static final int PAYLOAD_BYTES_MAX = (1 << 13) - 1 - LENGTH_BYTES;

    private static final int CHECKSUM_BYTES = 2;

    /// Reads seven bytes; a checksum behind them is counted and left unread.
    public static AdtsHeader decode(ByteReader source) throws Malformed {
        var in = new BitReader(source.bytes(LENGTH_BYTES));
        if (in.bits(12) != 0xFFF) {
            throw new Malformed("no ADTS sync word");
        }
        in.skip(1); // MPEG-2 or 4: the same to a decoder
        if (in.bits(2) != 0) {
            throw new Malformed("ADTS layer is not 0");
        }
        int headerBytes = in.flag() ? LENGTH_BYTES : LENGTH_BYTES + CHECKSUM_BYTES;
        int objectType = in.bits(2) + 1;
        int sampleRate = AacSampleRates.rate(in.bits(4));
        in.skip(1);
        int channelConfiguration = in.bits(3);
        in.skip(4);
        int frameBytes = in.bits(13);
        if (frameBytes < headerBytes) {
            throw new Malformed("ADTS frame of %d bytes".formatted(frameBytes));
        }
        in.skip(11);
        if (in.bits(2) != 0) {
            throw new Malformed("ADTS frame with several raw data blocks");
        }
        return new AdtsHeader(
                objectType, sampleRate, channelConfiguration, headerBytes, frameBytes);
    }

    /// The seven bytes of a header without checksum.
    public byte[] encode() {
        if (frameBytes < LENGTH_BYTES || frameBytes > LENGTH_BYTES + PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("ADTS frame of %d bytes".formatted(frameBytes));
        }
        var out = new ByteWriter(LENGTH_BYTES);
        new BitWriter(out)
                .bits(0xFFF, 12)
                .bits(0, 1 + 2) // MPEG-4, layer
                .flag(true) // no checksum
                .bits(objectType - 1, 2)
                .bits(AacSampleRates.indexOf(sampleRate), 4)
                .bits(0, 1)
                .bits(channelConfiguration, 3)
                .bits(0, 4)
                .bits(frameBytes, 13)
                .bits(0x7FF, 11) // variable bit rate
                .bits(0, 2);
        return out.toByteArray();
    }

    public AacConfig config() {
        return AacConfig.of(objectType, sampleRate, channelConfiguration);
    }
}
