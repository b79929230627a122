package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Walks over the chunks that samples lie in, one behind the other: `stsc` says how many are in
/// each, `stco` or `co64` where each begins. ISO/IEC 14496-12, 8.7.4 and 8.7.5.
final class Chunks {
    /// `first_chunk, samples_per_chunk, sample_description_index`.
    static final int ENTRY_BYTES = 12;

    private final ByteReader samplesPerChunk;
    private final ByteReader offsets;
    private final boolean wide;

    private long chunk;
    private long left;
    private long positionBytes;

    // The entry that holds, and the chunk from which on the one behind it does.
    private long perChunk;
    private int description;
    private long upcomingFrom;
    private long upcomingPerChunk;
    private long upcomingDescription;
    private boolean isUpcoming;

    /// @param samplesPerChunk the entries of `stsc`; read by nobody else
    /// @param offsets those of `stco` or `co64`; read by nobody else
    /// @param wide they are of 64 bits
    Chunks(ByteReader samplesPerChunk, ByteReader offsets, boolean wide) throws Malformed {
        this.samplesPerChunk = samplesPerChunk;
        this.offsets = offsets;
        this.wide = wide;
        readUpcoming();
    }

    /// Moves to the next sample; false when there is no chunk left for it.
    boolean next() throws Malformed {
        while (left == 0) {
            if (!offsets.hasRemaining()) {
                return false;
            }
            nextChunk();
        }
        left--;
        return true;
    }

    /// Where the sample begins.
    long positionBytes() {
        return positionBytes;
    }

    /// Which of the track's descriptions the sample decodes with; from 1.
    int description() {
        return description;
    }

    /// The sample is so long; the next one in the chunk is right behind it.
    void pass(int bytes) {
        positionBytes += bytes;
    }

    private void nextChunk() throws Malformed {
        chunk++;
        while (isUpcoming && upcomingFrom <= chunk) {
            perChunk = upcomingPerChunk;
            description = (int) upcomingDescription;
            readUpcoming();
        }
        left = perChunk;
        positionBytes = wide ? offsets.i64() : offsets.u32();
        if (positionBytes < 0 || positionBytes > Long.MAX_VALUE / 2) {
            throw new Malformed("chunk at %d".formatted(positionBytes));
        }
    }

    private void readUpcoming() throws Malformed {
        isUpcoming = samplesPerChunk.hasRemaining();
        if (isUpcoming) {
            upcomingFrom = samplesPerChunk.u32();
            upcomingPerChunk = samplesPerChunk.u32();
            upcomingDescription = samplesPerChunk.u32();
        }
    }
}
