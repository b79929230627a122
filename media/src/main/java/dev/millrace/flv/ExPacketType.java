package dev.millrace.flv;

import dev.millrace.media.TrackKind;
import java.util.Optional;

/// What the body behind an [ExTagHeader] is. Enhanced RTMP v2, "VideoPacketType" and
/// "AudioPacketType": the same words, not always the same numbers.
enum ExPacketType {
    /// A configuration record.
    SEQUENCE_START(0, 0),

    /// A frame; in front of H.264 and HEVC stands a composition offset in milliseconds, SI24.
    CODED_FRAMES(1, 1),

    SEQUENCE_END(2, 2),

    /// A picture whose composition offset is 0 and therefore not there.
    CODED_FRAMES_X(3, ExPacketType.NONE),

    /// What a picture's colours mean, as AMF0: `colorInfo`.
    METADATA(4, ExPacketType.NONE),

    /// A configuration record as MPEG-TS has it, of AV1.
    MPEG2TS_SEQUENCE_START(5, ExPacketType.NONE),

    /// Which channel is which speaker's, where the codec does not say.
    MULTICHANNEL_CONFIG(ExPacketType.NONE, 4),

    /// Several numbered tracks; the type of what they carry follows.
    MULTITRACK(6, 5),

    /// Something about the packet whose type follows: nanoseconds.
    MOD_EX(7, 7);

    private static final int NONE = -1;

    private final int video;
    private final int audio;

    ExPacketType(int video, int audio) {
        this.video = video;
        this.audio = audio;
    }

    /// 4 bits.
    int code(TrackKind kind) {
        return kind == TrackKind.VIDEO ? video : audio;
    }

    static Optional<ExPacketType> of(TrackKind kind, int code) {
        for (ExPacketType type : values()) {
            if (type.code(kind) == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
