package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts the sections of one packet id together: a section may span packets, and a packet hold the
/// end of one section and several more. Section 2.4.4.1.
final class SectionReader {
    private final Continuity continuity = new Continuity();

    /// What is left of at most one unfinished section, and a packet.
    private final byte[] pending = new byte[TsLimits.SECTION_BYTES_MAX + TsPacket.BYTES];

    private int pendingBytes;
    private boolean started;
    private final Tally tally;

    SectionReader(Tally tally) {
        this.tally = tally;
    }

    /// Takes a packet and returns the sections that end in it.
    List<PsiSection> read(byte[] bytes, int packet) {
        switch (continuity.check(bytes, packet)) {
            case REPEATED -> {
                return List.of();
            }
            case LOST -> {
                tally.continuityErrors++;
                stop();
            }
            case BROKEN -> stop();
            case NEXT -> {}
        }
        var found = new ArrayList<PsiSection>();
        int from = TsPacket.payload(bytes, packet);
        int end = packet + TsPacket.BYTES;
        if ((bytes[packet + 1] & TsPacket.UNIT_START) != 0 && from < end) {
            int start = Math.min(end, from + 1 + (bytes[from] & 0xFF));
            append(bytes, from + 1, start, found);
            stop();
            started = true;
            from = start;
        }
        append(bytes, from, end, found);
        return found;
    }

    private void append(byte[] bytes, int from, int end, List<PsiSection> found) {
        if (!started) {
            return;
        }
        System.arraycopy(bytes, from, pending, pendingBytes, end - from);
        pendingBytes += end - from;
        int at = 0;
        while (started && pendingBytes - at >= PsiSection.LENGTH_END) {
            int sectionBytes = PsiSection.bytes(pending, at);
            if ((pending[at] & 0xFF) == TsPacket.STUFFING) {
                stop();
            } else if (sectionBytes > TsLimits.SECTION_BYTES_MAX) {
                tally.badSections++;
                stop();
            } else if (sectionBytes <= pendingBytes - at) {
                take(Arrays.copyOfRange(pending, at, at + sectionBytes), found);
                at += sectionBytes;
            } else {
                break;
            }
        }
        if (started) {
            pendingBytes -= at;
            System.arraycopy(pending, at, pending, 0, pendingBytes);
        }
    }

    private void take(byte[] section, List<PsiSection> found) {
        try {
            found.add(PsiSection.decode(section));
        } catch (Malformed e) {
            tally.badSections++;
        }
    }

    private void stop() {
        started = false;
        pendingBytes = 0;
    }
}
