package dev.millrace.ts;

import dev.millrace.ts.ElementaryStream.Unpacker;
import dev.millrace.ts.PesReader.Pes;
import java.util.function.Consumer;

/// Reads what encoders make, without a transport stream around it: the byte stream of H.264 and
/// HEVC (H.264 and H.265, annex B), AAC behind ADTS headers, MPEG audio, AC-3 and E-AC-3.
///
/// One for each track, used by one thread.
public final class RawReader {
    /// What is read.
    public enum Format {
        /// Annex B. Each [#read] is one picture, or parameter sets for those that follow.
        H264,

        /// The same.
        HEVC,

        /// Behind ADTS headers (ISO/IEC 13818-7, 6.2). Each [#read] is any number of frames, and
        /// the last one may end in the next.
        AAC,

        /// MPEG-1 and MPEG-2 audio, MP3 among it; otherwise as AAC.
        MPEG_AUDIO,

        /// AC-3 and E-AC-3; otherwise as AAC.
        AC3
    }

    private final Tally tally = new Tally();
    private final Unpacker unpacker;

    public RawReader(Format format) {
        unpacker =
                switch (format) {
                    case H264 -> new NalUnpacker(NalFormat.H264, tally);
                    case HEVC -> new NalUnpacker(NalFormat.HEVC, tally);
                    case AAC -> new AudioUnpacker(AudioFormat.ADTS, tally);
                    case MPEG_AUDIO -> new AudioUnpacker(AudioFormat.MPEG, tally);
                    case AC3 -> new AudioUnpacker(AudioFormat.AC3, tally);
                };
    }

    /// Takes what an encoder gave, and passes on the configurations and frames in it.
    ///
    /// @param dtsUs when a picture is decoded; of sound, when its first frame is heard
    /// @param ptsUs when a picture is shown
    public void read(byte[] bytes, long dtsUs, long ptsUs, Consumer<? super TsItem> sink) {
        unpacker.unpack(new Pes(true, dtsUs, ptsUs, false, bytes, 0, bytes.length), sink);
    }

    /// How much could not be used: pictures before the first parameter sets, bytes that are no
    /// frame. Parameter sets that come alone count as well: they are no picture.
    public long dropped() {
        return tally.droppedUnits;
    }
}
