package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Ac3Header;
import dev.millrace.codec.Codec;
import dev.millrace.codec.Mp3Header;

/// Sound whose every frame begins with a header that says how to decode it.
public enum AudioHeaders {
    MPEG {
        @Override
        public Codec codec(ByteReader frame) throws ProtocolException {
            return Mp3Header.parse(frame).config();
        }
    },
    AC3 {
        @Override
        public Codec codec(ByteReader frame) throws ProtocolException {
            return Ac3Header.parse(frame).config();
        }
    };

    /// What the frame decodes with that begins here.
    public abstract Codec codec(ByteReader frame) throws ProtocolException;
}
