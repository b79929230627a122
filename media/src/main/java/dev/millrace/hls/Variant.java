package dev.millrace.hls;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One way to watch a presentation. RFC 8216, section 4.3.4.2.
///
/// @param uri of a media playlist; see [Resource]
/// @param bandwidthBits the peak bits per second over any segment
/// @param codecs every sample format in it as RFC 6381 names them (`avc1.64001f`, `mp4a.40.2`);
///   empty when not known
/// @param frameRate the highest rate in it, rounded to three decimals
public record Variant(
        String uri,
        long bandwidthBits,
        List<String> codecs,
        Optional<Resolution> resolution,
        OptionalDouble frameRate) {
    public Variant {
        codecs = List.copyOf(codecs);
        frameRate = toThousandths(frameRate);
        if (!Resource.isUri(uri)) {
            throw new IllegalArgumentException("cannot stand in a playlist: \"" + uri + "\"");
        }
        if (bandwidthBits < 0 || codecs.stream().anyMatch(codec -> !isCodec(codec))) {
            throw new IllegalArgumentException(
                    "bandwidth %d, codecs %s".formatted(bandwidthBits, codecs));
        }
    }

    private static OptionalDouble toThousandths(OptionalDouble rate) {
        return rate.isEmpty() ? rate : OptionalDouble.of(Math.rint(rate.getAsDouble() * 1e3) / 1e3);
    }

    static boolean isCodec(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != '"' && c != ',');
    }

    /// The pixels to show the picture at.
    public record Resolution(int width, int height) {
        public Resolution {
            if (width < 0 || height < 0) {
                throw new IllegalArgumentException("negative: " + width + "x" + height);
            }
        }
    }
}
