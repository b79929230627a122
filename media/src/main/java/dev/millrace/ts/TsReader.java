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
import java.util.function.Consumer;

/// Reads a transport stream: bytes in, configurations and frames out. ISO/IEC 13818-1.
///
/// Of one program, the first unless said otherwise, it reads the first video and the first audio
/// stream whose codecs are known. Damage costs what is damaged and is counted; only a stream with a
/// frame larger than any should be is refused. How the bytes are cut makes no difference.
///
/// Frames come as they are completed, in order of decoding within a kind, not between kinds. A long
/// video frame is known to be complete only when the next one begins.
///
/// Written and read by one thread.
public final class TsReader {
    /// What [TsWriter] writes a decoding time of 0 as, and so what comes back.
    public static final long START_US = TsClock.START_US;

    private final int wantedProgram;
    private final Tally tally = new Tally();
    private final PacketFramer framer = new PacketFramer(tally);
    private final TimestampUnwrapper clock = new TimestampUnwrapper(33);
    private final SectionReader patSections = new SectionReader(tally);
    private SectionReader pmtSections = new SectionReader(tally);
    private Pat program = new Pat(0, TsPacket.PID_NONE);
    private Pmt map = new Pmt(TsPacket.PID_NONE, List.of());
    private List<ElementaryStream> streams = List.of();

    /// A reader of the first program.
    public TsReader() {
        this(Pat.FIRST);
    }

    /// A reader of the program with this number, from 1 on.
    public TsReader(int program) {
        this.wantedProgram = program;
    }

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

    /// Takes in the next piece of the stream, and hands what it completes to `sink`.
    ///
    /// @throws OverLimit if a frame is too large; the reader is then of no further use
    public void read(byte[] bytes, int offset, int length, Consumer<? super TsItem> sink)
            throws OverLimit {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        framer.append(bytes, offset, length);
        readPackets(sink);
    }

    /// Ends the stream, and hands what only its end completes to `sink`.
    public void end(Consumer<? super TsItem> sink) throws OverLimit {
        framer.finish();
        readPackets(sink);
        streams.forEach(stream -> stream.finish(sink));
    }

    private void readPackets(Consumer<? super TsItem> sink) throws OverLimit {
        for (int packet = framer.next(); packet >= 0; packet = framer.next()) {
            readPacket(framer.bytes(), packet, sink);
        }
    }

    private void readPacket(byte[] bytes, int packet, Consumer<? super TsItem> sink)
            throws OverLimit {
        boolean error = (bytes[packet + 1] & TsPacket.ERROR) != 0;
        boolean scrambled = (bytes[packet + 3] & TsPacket.SCRAMBLED) != 0;
        if (error || scrambled) {
            tally.damagedPackets++;
            return;
        }
        int pid = TsPacket.pid(bytes, packet);
        if (pid == TsPacket.PID_PAT) {
            readTables(patSections.read(bytes, packet), sink);
        } else if (pid == program.pmtPid()) {
            readTables(pmtSections.read(bytes, packet), sink);
        } else {
            for (ElementaryStream stream : streams) {
                if (stream.stream().pid() == pid) {
                    stream.read(bytes, packet, sink);
                }
            }
        }
    }

    private void readTables(List<PsiSection> sections, Consumer<? super TsItem> sink) {
        for (PsiSection section : sections) {
            try {
                readTable(section, sink);
            } catch (Malformed e) {
                tally.badSections++;
            }
        }
    }

    private void readTable(PsiSection section, Consumer<? super TsItem> sink) throws Malformed {
        if (!section.current()) {
            return;
        }
        if (section.table() == PsiSection.PAT) {
            Pat.decode(section.body(), wantedProgram).ifPresent(this::setProgram);
        } else if (section.table() == PsiSection.PMT && section.extension() == program.number()) {
            setMap(Pmt.decode(section.body()), sink);
        }
    }

    private void setProgram(Pat newProgram) {
        if (newProgram.pmtPid() != program.pmtPid()) {
            pmtSections = new SectionReader(tally);
        }
        program = newProgram;
    }

    /// Goes on with the streams that are still there, and begins with those that are new.
    private void setMap(Pmt newMap, Consumer<? super TsItem> sink) {
        if (newMap.equals(map)) {
            return;
        }
        map = newMap;
        var wanted = new ArrayList<ElementaryStream>();
        var kinds = EnumSet.noneOf(TrackKind.class);
        for (Pmt.Stream stream : map.streams()) {
            Optional<StreamType> type = StreamType.of(stream);
            if (type.isPresent() && kinds.add(type.get().kind())) {
                wanted.add(known(stream).orElseGet(() -> open(stream, type.get())));
            } else {
                sink.accept(new TsItem.Ignored(stream.pid(), stream.type()));
            }
        }
        streams.stream().filter(stream -> !wanted.contains(stream)).forEach(s -> s.finish(sink));
        streams = wanted;
    }

    private Optional<ElementaryStream> known(Pmt.Stream wanted) {
        return streams.stream().filter(stream -> stream.stream().equals(wanted)).findAny();
    }

    private ElementaryStream open(Pmt.Stream stream, StreamType type) {
        return new ElementaryStream(stream, type, clock, tally);
    }
}
