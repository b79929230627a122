package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.AacConfig.Extension;

/// The fields of an AudioSpecificConfig. ISO/IEC 14496-3, 1.6.2.1 and 4.4.1.
///
/// Extensions are signalled in one of three ways: in front of the core's object type (types 5 and
/// 29), behind everything else where older decoders do not look (sync words 2B7 and 548), or not at
/// all.
///
/// @param objectType of the core
/// @param sampleRate of the core, in Hz
/// @param outputSampleRate with the extension that is signalled, in Hz
/// @param channels of the core; 0 if unknown
/// @param shortFrames 960 samples per frame instead of 1024
record AudioSpecificConfig(
        int objectType,
        int sampleRate,
        int outputSampleRate,
        int channelConfiguration,
        int channels,
        Extension sbr,
        boolean parametricStereo,
        boolean shortFrames) {
    private static final int OBJECT_TYPE_ESCAPE = 31;
    private static final int BSAC = 22;
    private static final int SBR_SYNC = 0x2B7;
    private static final int PS_SYNC = 0x548;

    static AudioSpecificConfig parse(byte[] asc) throws Malformed {
        return new Parser(new BitReader(asc)).parse();
    }

    /// Holds what was read so far, because the end of the record may be missing or broken and the
    /// beginning is then still good.
    private static final class Parser {
        private final BitReader in;
        private int objectType;
        private int sampleRate;
        private int outputSampleRate;
        private int channelConfiguration;
        private int channels;
        private Extension sbr = Extension.POSSIBLE;
        private boolean parametricStereo;
        private boolean shortFrames;

        Parser(BitReader in) {
            this.in = in;
        }

        AudioSpecificConfig parse() throws Malformed {
            readCore();
            try {
                readSpecific();
                readSyncExtension();
            } catch (Malformed e) {
                // cut short by an encoder that thinks nobody reads this far: defaults hold
            }
            return new AudioSpecificConfig(
                    objectType,
                    sampleRate,
                    outputSampleRate,
                    channelConfiguration,
                    channels,
                    sbr,
                    parametricStereo,
                    shortFrames);
        }

        private void readCore() throws Malformed {
            objectType = objectType();
            sampleRate = sampleRate();
            outputSampleRate = sampleRate;
            channelConfiguration = in.bits(4);
            channels = channels(channelConfiguration);
            if (objectType == AacConfig.SBR || objectType == AacConfig.PS) {
                sbr = Extension.PRESENT;
                parametricStereo = objectType == AacConfig.PS;
                outputSampleRate = sampleRate();
                objectType = objectType();
                if (objectType == BSAC) {
                    in.skip(4); // extensionChannelConfiguration
                }
            }
        }

        /// `GASpecificConfig`, or as much of another one as tells the frame length.
        private void readSpecific() throws Malformed {
            switch (objectType) {
                case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23 -> {
                    shortFrames = in.flag();
                    in.skip(in.flag() ? 14 : 0); // dependsOnCoreCoder, coreCoderDelay
                    boolean extension = in.flag();
                    if (channelConfiguration == 0) {
                        channels = programChannels();
                    }
                    skipGeneralAudioExtension(extension);
                }
                case 39 -> {
                    shortFrames = in.flag();
                    in.skip(in.remainingBits()); // has its own way to signal SBR
                    sbr = Extension.ABSENT;
                }
                default -> in.skip(in.remainingBits());
            }
        }

        private void skipGeneralAudioExtension(boolean extension) throws Malformed {
            if (objectType == 6 || objectType == 20) {
                in.skip(3); // layerNr
            }
            if (extension) {
                switch (objectType) {
                    case BSAC -> in.skip(5 + 11); // numOfSubFrame, layer_length
                    case 17, 19, 20, 23 -> in.skip(3); // resilience flags
                    default -> {}
                }
                in.skip(1); // extensionFlag3
            }
            if (objectType >= 17) {
                in.skip(2); // epConfig
            }
        }

        private void readSyncExtension() throws Malformed {
            if (sbr != Extension.POSSIBLE || in.remainingBits() < 16 || in.bits(11) != SBR_SYNC) {
                return;
            }
            if (objectType() != AacConfig.SBR) {
                return;
            }
            if (!in.flag()) {
                sbr = Extension.ABSENT;
                return;
            }
            outputSampleRate = sampleRate();
            sbr = Extension.PRESENT;
            if (in.remainingBits() >= 12 && in.bits(11) == PS_SYNC) {
                parametricStereo = in.flag();
            }
        }

        /// `program_config_element`, 4.4.1.1, as far as its channels.
        private int programChannels() throws Malformed {
            in.skip(4 + 2 + 4); // element_instance_tag, object_type, sampling_frequency_index
            int front = in.bits(4);
            int side = in.bits(4);
            int back = in.bits(4);
            int lowFrequency = in.bits(2);
            int data = in.bits(3);
            int coupling = in.bits(4);
            in.skip(in.flag() ? 4 : 0); // mono_mixdown
            in.skip(in.flag() ? 4 : 0); // stereo_mixdown
            in.skip(in.flag() ? 3 : 0); // matrix_mixdown
            int count = lowFrequency;
            for (int i = 0; i < front + side + back; i++) {
                count += in.flag() ? 2 : 1; // a pair or a single channel
                in.skip(4);
            }
            in.skip((lowFrequency + data) * 4 + coupling * 5);
            in.skip(in.remainingBits() % 8); // byte_alignment
            in.skip(in.bits(8) * 8); // comment
            return count;
        }

        private int objectType() throws Malformed {
            int type = in.bits(5);
            return type == OBJECT_TYPE_ESCAPE ? 32 + in.bits(6) : type;
        }

        private int sampleRate() throws Malformed {
            int index = in.bits(4);
            int rate = index == AacSampleRates.ESCAPE ? in.bits(24) : AacSampleRates.rate(index);
            if (rate == 0) {
                throw new Malformed("AAC sample rate is 0");
            }
            return rate;
        }

        /// Table 1.19; 0 for "in the program config element" and for what is reserved.
        private static int channels(int configuration) {
            return switch (configuration) {
                case 1, 2, 3, 4, 5, 6 -> configuration;
                case 7, 12, 14 -> 8;
                case 11 -> 7;
                case 13 -> 24;
                default -> 0;
            };
        }
    }
}
