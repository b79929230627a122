package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the sequence header of AV1 says. AV1, 5.5.
///
/// @param level `seq_level_idx` of the first operating point
public record Av1SequenceHeader(int profile, int level, boolean highTier, Picture picture) {
    private static final int SEQUENCE_HEADER = 1;

    /// Above this level there are two tiers.
    private static final int ONE_TIER_LEVEL_MAX = 7;

    /// The first sequence header among OBUs that each have their size in front, as in an av1C and
    /// in key frames; none if there is none, or what comes before it makes no sense. AV1, 5.3.
    public static Optional<Av1SequenceHeader> find(byte[] obus, int offset) {
        var in = new ByteReader(obus, offset, obus.length - offset);
        try {
            while (in.hasRemaining()) {
                int header = in.u8();
                in.skip((header & 4) != 0 ? 1 : 0); // obu_extension_flag
                boolean sized = (header & 2) != 0;
                byte[] body = in.bytes(sized ? leb128(in) : in.remaining());
                if ((header >> 3 & 15) == SEQUENCE_HEADER) {
                    return Optional.of(parse(body));
                }
            }
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// Reads `sequence_header_obu`.
    static Av1SequenceHeader parse(byte[] obu) throws Malformed {
        return new Parser(new BitReader(obu)).parse();
    }

    /// AV1, 4.10.5, of less than 2 GiB: four groups of seven bits.
    private static int leb128(ByteReader in) throws Malformed {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int group = in.u8();
            value |= (group & 0x7F) << shift;
            if ((group & 0x80) == 0) {
                return value;
            }
        }
        throw new Malformed("OBU of more than 256 MiB");
    }

    private static final class Parser {
        private final BitReader in;
        private int profile;
        private int level;
        private boolean highTier;
        private boolean reduced;
        private OptionalDouble frameRate = OptionalDouble.empty();

        /// `buffer_delay_length_minus_1` + 1; 0 without a decoder model.
        private int bufferDelayBits;

        Parser(BitReader in) {
            this.in = in;
        }

        Av1SequenceHeader parse() throws Malformed {
            profile = in.bits(3);
            in.skip(1); // still_picture
            reduced = in.flag();
            if (reduced) {
                level = in.bits(5);
            } else {
                readTiming();
                readOperatingPoints();
            }
            int widthBits = in.bits(4) + 1;
            int heightBits = in.bits(4) + 1;
            int width = in.bits(widthBits) + 1;
            int height = in.bits(heightBits) + 1;
            skipTools();
            Picture picture = readColour().withSize(width, height).orRate(frameRate);
            return new Av1SequenceHeader(profile, level, highTier, picture);
        }

        /// `timing_info` and `decoder_model_info`, AV1, 5.5.3 and 5.5.4.
        private void readTiming() throws Malformed {
            if (!in.flag()) { // timing_info_present_flag
                return;
            }
            long unitsInTick = Integer.toUnsignedLong(in.bits(32));
            long timeScale = Integer.toUnsignedLong(in.bits(32));
            if (in.flag()) { // equal_picture_interval
                double ticksPerPicture = Integer.toUnsignedLong(in.ue()) + 1.0;
                frameRate = Syntax.frameRate(timeScale, unitsInTick * ticksPerPicture);
            }
            if (in.flag()) { // decoder_model_info_present_flag
                bufferDelayBits = in.bits(5) + 1;
                in.skip(32 + 5 + 5);
            }
        }

        private void readOperatingPoints() throws Malformed {
            boolean displayDelay = in.flag(); // initial_display_delay_present_flag
            int points = in.bits(5) + 1;
            for (int point = 0; point < points; point++) {
                in.skip(12); // operating_point_idc
                int pointLevel = in.bits(5);
                boolean pointTier = pointLevel > ONE_TIER_LEVEL_MAX && in.flag();
                if (point == 0) {
                    level = pointLevel;
                    highTier = pointTier;
                }
                if (bufferDelayBits > 0 && in.flag()) { // decoder_model_present_for_this_op
                    in.skip(2 * bufferDelayBits + 1);
                }
                if (displayDelay && in.flag()) {
                    in.skip(4); // initial_display_delay_minus_1
                }
            }
        }

        /// Everything between the size and the colours. AV1, 5.5.1.
        private void skipTools() throws Malformed {
            if (!reduced && in.flag()) { // frame_id_numbers_present_flag
                in.skip(4 + 3);
            }
            in.skip(3); // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
            if (!reduced) {
                in.skip(4); // compound prediction, warped motion, dual filter
                boolean orderHint = in.flag();
                in.skip(orderHint ? 2 : 0);
                boolean chooseScreenContent = in.flag();
                if (chooseScreenContent || in.flag()) { // seq_force_screen_content_tools
                    boolean chooseIntegerMotion = in.flag();
                    in.skip(chooseIntegerMotion ? 0 : 1);
                }
                in.skip(orderHint ? 3 : 0);
            }
            in.skip(3); // enable_superres, enable_cdef, enable_restoration
        }

        /// `color_config`, AV1, 5.5.2.
        private Picture readColour() throws Malformed {
            boolean deep = in.flag(); // high_bitdepth
            int bitDepth = deep ? 10 : 8;
            if (profile == 2 && deep && in.flag()) { // twelve_bit
                bitDepth = 12;
            }
            boolean monochrome = profile != 1 && in.flag();
            Colour named =
                    in.flag() // color_description_present_flag
                            ? new Colour(in.bits(8), in.bits(8), in.bits(8), false)
                            : Colour.UNSPECIFIED;
            if (!monochrome && named.isRgb()) {
                return Picture.ofFormat(bitDepth, Chroma.YUV_444, named.withRange(true));
            }
            Colour colour = named.withRange(in.flag());
            Chroma chroma = monochrome ? Chroma.MONOCHROME : readChroma(bitDepth);
            return Picture.ofFormat(bitDepth, chroma, colour);
        }

        private Chroma readChroma(int bitDepth) throws Malformed {
            return switch (profile) {
                case 0 -> Chroma.YUV_420;
                case 1 -> Chroma.YUV_444;
                default -> {
                    if (bitDepth < 12) {
                        yield Chroma.YUV_422;
                    }
                    boolean halfWidth = in.flag();
                    yield Chroma.ofSubsampling(halfWidth, halfWidth && in.flag());
                }
            };
        }
    }
}
