package dev.millrace.mp4;

/// Where a frame is, and when, on the clock of its track.
///
/// @param dtsTicks decoding time
/// @param ctsTicks presentation time minus decoding time
/// @param positionBytes where its bytes begin in the file
/// @param key decodable without any earlier sample
/// @param disposable no other sample refers to it
/// @param description which of the track's descriptions it decodes with; from 1
record Sample(
        long dtsTicks,
        int ctsTicks,
        long positionBytes,
        int lengthBytes,
        boolean key,
        boolean disposable,
        int description) {
    long endBytes() {
        return positionBytes + lengthBytes;
    }
}
