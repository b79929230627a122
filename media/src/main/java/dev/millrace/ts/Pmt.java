package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.ArrayList;
import java.util.List;

/// The map of a program: which streams it has, and under which packet ids. Section 2.4.4.9.
///
/// @param pcrPid the packets that carry the program's clock
record Pmt(int pcrPid, List<Stream> streams) {
    Pmt {
        streams = List.copyOf(streams);
    }

    /// @param type see [StreamType]; may be one that is not known here
    record Stream(int pid, int type, Descriptors descriptors) {}

    /// Reads the body of a section.
    static Pmt decode(ByteReader in) throws Malformed {
        int pcrPid = in.u16() & 0x1FFF;
        in.skip(in.u16() & 0x0FFF);
        var streams = new ArrayList<Stream>();
        while (in.hasRemaining()) {
            int type = in.u8();
            int pid = in.u16() & 0x1FFF;
            Descriptors descriptors = Descriptors.decode(in.slice(in.u16() & 0x0FFF));
            streams.add(new Stream(pid, type, descriptors));
        }
        return new Pmt(pcrPid, streams);
    }

    ByteWriter encode(int program) {
        boolean hasMetadata = streams.stream().anyMatch(it -> it.type == TimedMetadata.STREAM_TYPE);
        byte[] ofProgram = hasMetadata ? TimedMetadata.pointer(program) : new byte[0];
        var out = new ByteWriter().u16(0xE000 | pcrPid);
        out.u16(0xF000 | ofProgram.length).bytes(ofProgram);
        for (Stream stream : streams) {
            byte[] descriptors = stream.descriptors.encode();
            out.u8(stream.type).u16(0xE000 | stream.pid);
            out.u16(0xF000 | descriptors.length).bytes(descriptors);
        }
        return out;
    }
}
