package dev.millrace.flv;

import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import org.jspecify.annotations.Nullable;

/// What the frames of a stream decode with, one codec of each kind.
final class Codecs {
    private @Nullable Codec video;
    private @Nullable Codec audio;

    @Nullable Codec get(TrackKind kind) {
        return kind == TrackKind.VIDEO ? video : audio;
    }

    /// Encoders repeat their configuration; only a different one is a new one.
    ///
    /// @return what is in force now: `fresh`, or the old one that equals it
    Codec set(Codec fresh) {
        Codec old = get(fresh.kind());
        Codec kept = old != null && old.equals(fresh) ? old : fresh;
        if (fresh.kind() == TrackKind.VIDEO) {
            video = kept;
        } else {
            audio = kept;
        }
        return kept;
    }
}
