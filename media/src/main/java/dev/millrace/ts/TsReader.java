package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.TimestampUnwrapper;
import dev.millrace.media.TrackKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Reads a transport stream: bytes in, configurations and frames out. ISO/IEC 13818-1.
///
/// Of the first program it reads the first video and the first audio stream whose codecs are known.
/// Damage costs what is damaged and is counted; only a stream with a frame larger than any should
/// be is refused. How the bytes are cut makes no difference.
///
/// Frames come as they are completed, in order of decoding within a kind, not between kinds. A long
/// video frame is known to be complete only when the next one begins.
///
/// Written and read by one thread.
public final class TsReader {
    /// What [TsWriter] writes a decoding time of 0 as, and so what comes back.
    public static final long START_US = TsClock.START_US;

    private static final int TABLE_LATER = -1;

    private final Tally tally = new Tally();
    private final PacketFramer framer = new PacketFramer(tally);
    private final TimestampUnwrapper clock = new TimestampUnwrapper(33);
    private final SectionReader patSections = new SectionReader(tally);
    private SectionReader pmtSections = new SectionReader(tally);
    private int pmtPid = TsPacket.PID_NONE;
    private Pmt map = new Pmt(TsPacket.PID_NONE, List.of());
    private List<ElementaryStream> streams = List.of();

    /// What was read so far, and what of it was lost.
    ///
    /// @param skippedBytes those that belonged to no packet
    /// @param damagedPackets those scrambled, or marked as wrong by whoever received them
    /// @param continuityErrors places where packets are missing
    /// @param badSections tables that were too long, too short or had a wrong checksum
    /// @param droppedUnits PES packets and frames that were incomplete or made no sense
    public record Counters(
            long packets,
            long skippedBytes,
            long damagedPackets,
            long continuityErrors,
            long badSections,
            long droppedUnits) {}

    public Counters counters() {
        return new Counters(
                tally.packets,
                tally.skippedBytes,
                tally.damagedPackets,
                tally.continuityErrors,
                tally.badSections,
                tally.droppedUnits);
    }

    /// Takes the next bytes of the stream and returns what they complete.
    ///
    /// @throws OverLimit when a frame is larger than any should be; reading must end
    public List<TsEvent> receive(byte[] bytes, int offset, int length) throws OverLimit {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        framer.append(bytes, offset, length);
        return readPackets();
    }

    /// Ends the stream and returns what only its end completes.
    public List<TsEvent> end() throws OverLimit {
        framer.finish();
        List<TsEvent> found = readPackets();
        streams.forEach(stream -> stream.finish(found));
        return found;
    }

    private List<TsEvent> readPackets() throws OverLimit {
        var found = new ArrayList<TsEvent>();
        for (int packet = framer.next(); packet >= 0; packet = framer.next()) {
            readPacket(framer.bytes(), packet, found);
        }
        return found;
    }

    private void readPacket(byte[] bytes, int packet, List<TsEvent> found) throws OverLimit {
        boolean error = (bytes[packet + 1] & TsPacket.ERROR) != 0;
        boolean scrambled = (bytes[packet + 3] & TsPacket.SCRAMBLED) != 0;
        if (error || scrambled) {
            tally.damagedPackets++;
            return;
        }
        int pid = TsPacket.pid(bytes, packet);
        if (pid == TsPacket.PID_PAT) {
            readTables(patSections.read(bytes, packet), found);
        } else if (pid == pmtPid) {
            readTables(pmtSections.read(bytes, packet), found);
        } else {
            for (ElementaryStream stream : streams) {
                if (stream.stream().pid() == pid) {
                    stream.read(bytes, packet, found);
                }
            }
        }
    }

    private void readTables(List<PsiSection> sections, List<TsEvent> found) {
        for (PsiSection section : sections) {
            try {
                switch (section.current() ? section.table() : TABLE_LATER) {
                    case PsiSection.PAT -> Pat.decode(section.body()).ifPresent(this::setProgram);
                    case PsiSection.PMT -> setMap(Pmt.decode(section.body()), found);
                    default -> {
                        // tables that are not for us, or not yet
                    }
                }
            } catch (Malformed e) {
                tally.badSections++;
            }
        }
    }

    private void setProgram(Pat pat) {
        if (pat.pmtPid() != pmtPid) {
            pmtPid = pat.pmtPid();
            pmtSections = new SectionReader(tally);
        }
    }

    /// Goes on with the streams that are still there, and begins with those that are new.
    private void setMap(Pmt newMap, List<TsEvent> found) {
        if (newMap.equals(map)) {
            return;
        }
        map = newMap;
        List<ElementaryStream> before = streams;
        streams = new ArrayList<>();
        var kinds = EnumSet.noneOf(TrackKind.class);
        for (Pmt.Stream stream : map.streams()) {
            Optional<StreamType> type = StreamType.of(stream.type());
            if (type.isPresent() && kinds.add(type.get().kind())) {
                streams.add(
                        find(before, stream)
                                .orElseGet(() ->
                                        new ElementaryStream(stream, type.get(), clock, tally)));
            } else {
                found.add(new TsEvent.Ignored(stream.pid(), stream.type()));
            }
        }
        for (ElementaryStream stream : before) {
            if (!streams.contains(stream)) {
                stream.finish(found);
            }
        }
    }

    private static Optional<ElementaryStream> find(
            List<ElementaryStream> streams, Pmt.Stream wanted) {
        return streams.stream().filter(stream -> stream.stream().equals(wanted)).findAny();
    }
}
