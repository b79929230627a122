package dev.millrace.ts;

/// What a [TsReader] and its parts count, each where it happens.
final class Tally {
    long packets;
    long skippedBytes;
    long damagedPackets;
    long continuityErrors;
    long badSections;
    long droppedUnits;
}
