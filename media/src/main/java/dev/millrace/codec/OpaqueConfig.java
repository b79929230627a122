package dev.millrace.codec;

import dev.millrace.media.TrackKind;

/// A codec this program does not look into (Sorenson, VP6, Speex, G.711 …) and carries untouched to
/// the outputs that have a name for it.
///
/// @param flvCodecId the id in an FLV tag: `CodecID` of video (E.4.3.1), `SoundFormat` of audio
///   (E.4.2.1), the tag type itself of data
/// @param flvSoundBits the low four bits of an FLV audio tag, which say rate, sample size and
///   channels and are all a decoder of raw samples ever learns; 0 for video and data
/// @param name the codec as people write it
public record OpaqueConfig(TrackKind kind, int flvCodecId, int flvSoundBits, String name)
        implements Codec {
    public OpaqueConfig(TrackKind kind, int flvCodecId, String name) {
        this(kind, flvCodecId, 0, name);
    }

    @Override
    public String codecName() {
        return name;
    }
}
