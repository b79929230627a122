package dev.millrace.ts;

/// The content of a PES packet, taken out of its header. Valid until the next packet is read.
///
/// @param timed whether it has timestamps; without, the times are 0
/// @param entry whether its first packet is marked as one to begin decoding with
@SuppressWarnings("ArrayRecordComponent") // passed along, never compared
record Pes(
        boolean timed,
        long dtsUs,
        long ptsUs,
        boolean entry,
        byte[] bytes,
        int offset,
        int length) {}
