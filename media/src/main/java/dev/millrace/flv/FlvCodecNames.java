package dev.millrace.flv;

import dev.millrace.codec.OpaqueConfig;
import dev.millrace.media.TrackKind;

/// Names of the codecs that are carried without being understood. FLV 10.1, annex E.4.2.1 and
/// E.4.3.1.
final class FlvCodecNames {
    private FlvCodecNames() {}

    static OpaqueConfig video(int codecId) {
        String name =
                switch (codecId) {
                    case 1 -> "JPEG";
                    case 2 -> "Sorenson H.263";
                    case 3 -> "Screen video";
                    case 4 -> "VP6";
                    case 5 -> "VP6 with alpha";
                    case 6 -> "Screen video 2";
                    default -> "FLV video codec " + codecId;
                };
        return new OpaqueConfig(TrackKind.VIDEO, codecId, name);
    }

    static OpaqueConfig audio(int format, int soundBits) {
        String name =
                switch (format) {
                    case 0, 3 -> "PCM";
                    case 1 -> "ADPCM";
                    case 4, 5, 6 -> "Nellymoser";
                    case 7 -> "G.711 A-law";
                    case 8 -> "G.711 mu-law";
                    case 11 -> "Speex";
                    default -> "FLV sound format " + format;
                };
        return new OpaqueConfig(TrackKind.AUDIO, format, soundBits, name);
    }
}
