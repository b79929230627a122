package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Ac3Header;
import dev.millrace.codec.AdtsHeader;
import dev.millrace.codec.Codec;
import dev.millrace.codec.Mp3Header;

/// How frames of audio are found in a stream of bytes: by the header in front of each.
enum AudioFormat {
    ADTS(AdtsHeader.LENGTH_BYTES) {
        @Override
        Header header(ByteReader in) throws Malformed {
            AdtsHeader header = AdtsHeader.decode(in);
            return new Header(
                    header.config(),
                    header.sampleRate(),
                    1024,
                    header.headerBytes(),
                    header.frameBytes());
        }
    },
    MPEG(Mp3Header.LENGTH_BYTES) {
        @Override
        Header header(ByteReader in) throws Malformed {
            Mp3Header header = Mp3Header.parse(in);
            if (header.frameBytes() < Mp3Header.LENGTH_BYTES) {
                throw new Malformed("MPEG audio of a free bit rate");
            }
            return new Header(
                    header.config(), header.sampleRate(), header.samples(), 0, header.frameBytes());
        }
    },
    AC3(Ac3Header.LENGTH_BYTES) {
        @Override
        Header header(ByteReader in) throws Malformed {
            Ac3Header header = Ac3Header.parse(in);
            return new Header(
                    header.config(),
                    header.sampleRate(),
                    header.samples(),
                    0,
                    header.frameBytes(),
                    header.dependent());
        }
    };

    private final int headerBytes;

    AudioFormat(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    /// How much of a frame [#header] reads.
    int headerBytes() {
        return headerBytes;
    }

    abstract Header header(ByteReader in) throws Malformed;

    /// @param samples per channel in the frame
    /// @param ownBytes what is in front of the payload and belongs to the transport
    /// @param frameBytes with those
    /// @param dependent whether it only adds channels to the frame before it; those are left out
    record Header(
            Codec config,
            int sampleRate,
            int samples,
            int ownBytes,
            int frameBytes,
            boolean dependent) {
        Header(Codec config, int sampleRate, int samples, int ownBytes, int frameBytes) {
            this(config, sampleRate, samples, ownBytes, frameBytes, false);
        }
    }
}
