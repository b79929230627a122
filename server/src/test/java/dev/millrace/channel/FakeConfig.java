package dev.millrace.channel;

import dev.millrace.media.CodecConfig;
import dev.millrace.media.TrackKind;

/// A decoder configuration; equal by its parts.
record FakeConfig(TrackKind kind, String codecName) implements CodecConfig {
    static final FakeConfig VIDEO = new FakeConfig(TrackKind.VIDEO, "H.264");
    static final FakeConfig AUDIO = new FakeConfig(TrackKind.AUDIO, "AAC");
    static final FakeConfig DATA = new FakeConfig(TrackKind.DATA, "AMF0");
}
