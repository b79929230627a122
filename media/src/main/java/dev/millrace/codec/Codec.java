package dev.millrace.codec;

import dev.millrace.media.CodecConfig;

/// The codecs whose configuration this program understands, and [OpaqueConfig] for those it only
/// carries. Adding one means adding it to [VideoCodec] or [AudioCodec]; the compiler then names
/// every switch that must learn.
public sealed interface Codec extends CodecConfig permits VideoCodec, AudioCodec, OpaqueConfig {}
