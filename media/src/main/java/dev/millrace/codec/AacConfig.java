package dev.millrace.codec;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import java.util.Arrays;

/// How to decode an AAC track: the `AudioSpecificConfig` and what it says. ISO/IEC 14496-3,
/// 1.6.2.1.
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class AacConfig implements AudioCodec {
    /// `audioObjectType`, ISO/IEC 14496-3, table 1.17.
    public static final int MAIN = 1;

    public static final int LC = 2;
    public static final int LTP = 4;
    public static final int SBR = 5;
    public static final int PS = 29;

    private static final int LOW_DELAY = 23;
    private static final int ENHANCED_LOW_DELAY = 39;

    /// Above this core rate nobody doubles it by spectral band replication.
    private static final int SBR_CORE_RATE_MAX = 24_000;

    /// Whether decoding doubles the sample rate (spectral band replication, "HE").
    public enum Extension {
        /// The configuration says so, or the core rate is too high for it.
        ABSENT,
        /// The configuration says so.
        PRESENT,
        /// The configuration is silent, as it may be at core rates of 24 kHz and less: only the
        /// frames know.
        POSSIBLE
    }

    private final byte[] record;
    private final AudioSpecificConfig asc;

    private AacConfig(byte[] record, AudioSpecificConfig asc) {
        this.record = record;
        this.asc = asc;
    }

    /// Reads an AudioSpecificConfig. Only what every decoder needs must be there: object type,
    /// sample rate and channels.
    public static AacConfig parse(byte[] asc) throws ProtocolException {
        return new AacConfig(asc.clone(), AudioSpecificConfig.parse(asc));
    }

    /// A configuration of AAC-LC without extensions.
    ///
    /// @param channelConfiguration 1 to 7, where 7 stands for 7.1
    public static AacConfig of(int sampleRate, int channelConfiguration) {
        return of(LC, sampleRate, channelConfiguration);
    }

    static AacConfig of(int objectType, int sampleRate, int channelConfiguration) {
        var out = new ByteWriter(8);
        var bits = new BitWriter(out);
        bits.bits(objectType, 5);
        int rateIndex = AacSampleRates.indexOf(sampleRate);
        bits.bits(rateIndex, 4);
        if (rateIndex == AacSampleRates.ESCAPE) {
            bits.bits(sampleRate, 24);
        }
        bits.bits(channelConfiguration, 4).bits(0, 3).align();
        try {
            return parse(out.toByteArray());
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public String codecName() {
        return "AAC";
    }

    /// The AudioSpecificConfig exactly as it came.
    public byte[] record() {
        return record;
    }

    /// The object type of the core: [#LC] also when band replication is signalled around it.
    public int objectType() {
        return asc.objectType();
    }

    /// Samples per second of the core, in Hz: the rate that frames, ADTS and FLV count in.
    @Override
    public int sampleRate() {
        return asc.sampleRate();
    }

    /// Samples per second that come out of the decoder, as far as [#sbr] is known.
    @Override
    public int outputSampleRate() {
        return asc.outputSampleRate();
    }

    /// Whether the output is at a higher rate than the core.
    public Extension sbr() {
        if (asc.sbr() != Extension.POSSIBLE) {
            return asc.sbr();
        }
        boolean mayBe = asc.objectType() == LC && asc.sampleRate() <= SBR_CORE_RATE_MAX;
        return mayBe ? Extension.POSSIBLE : Extension.ABSENT;
    }

    /// Whether the configuration says that mono carries stereo ("HEv2").
    public boolean parametricStereo() {
        return asc.parametricStereo();
    }

    /// Channels that come out of the decoder; 0 if the configuration does not say.
    @Override
    public int channels() {
        return asc.parametricStereo() && asc.channels() == 1 ? 2 : asc.channels();
    }

    @Override
    public String channelLayout() {
        return switch (asc.channelConfiguration()) {
            case 7, 12 -> "7.1";
            case 11 -> "6.1";
            case 13 -> "22.2";
            case 14 -> "5.1.2";
            default -> ChannelLayout.usual(channels());
        };
    }

    /// Samples of the core, per channel, in one frame: 1024, or 960, or half of them in low delay.
    public int samplesPerFrame() {
        int samples = asc.shortFrames() ? 960 : 1024;
        boolean half = objectType() == LOW_DELAY || objectType() == ENHANCED_LOW_DELAY;
        return half ? samples / 2 : samples;
    }

    /// The profile as people write it: `LC`, `HE`, `HEv2` …
    public String profileName() {
        if (asc.parametricStereo()) {
            return "HEv2";
        }
        if (asc.sbr() == Extension.PRESENT) {
            return "HE";
        }
        return switch (objectType()) {
            case MAIN -> "Main";
            case LC -> "LC";
            case 3 -> "SSR";
            case LTP -> "LTP";
            case LOW_DELAY -> "LD";
            case ENHANCED_LOW_DELAY -> "ELD";
            case 42 -> "xHE";
            default -> "object type " + objectType();
        };
    }

    /// The name in an HLS `CODECS` attribute or a MIME type, RFC 6381, 3.3: `mp4a.40.2`.
    @Override
    public String rfc6381() {
        int type = asc.sbr() == Extension.PRESENT ? SBR : objectType();
        return "mp4a.40." + (asc.parametricStereo() ? PS : type);
    }

    /// Whether ADTS, which is how MPEG-TS carries AAC, has words for this configuration: object
    /// types, rates and channels outside its tables cannot be said there.
    public boolean fitsAdts() {
        return objectType() >= MAIN
                && objectType() <= LTP
                && AacSampleRates.indexOf(sampleRate()) != AacSampleRates.ESCAPE
                && asc.channelConfiguration() >= 1
                && asc.channelConfiguration() <= 7;
    }

    /// The ADTS header in front of a frame of `payloadBytes`, at most
    /// [AdtsHeader#PAYLOAD_BYTES_MAX]. Only if it [#fitsAdts].
    public byte[] adtsHeader(int payloadBytes) {
        if (!fitsAdts()) {
            throw new IllegalStateException("ADTS cannot carry " + this);
        }
        var header =
                new AdtsHeader(
                        objectType(),
                        sampleRate(),
                        asc.channelConfiguration(),
                        AdtsHeader.LENGTH_BYTES,
                        AdtsHeader.LENGTH_BYTES + payloadBytes);
        return header.encode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AacConfig that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "AAC %s, %d Hz, %d channels".formatted(profileName(), sampleRate(), channels());
    }
}
