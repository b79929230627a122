package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// A transport packet taken apart a second time, without any of the code that is tested.
///
/// @param flags of the adaptation field, or -1 without one
/// @param pcr in ticks of 27 MHz
@SuppressWarnings("ArrayRecordComponent") // looked at, never compared
record Packet(int pid, boolean start, int continuity, int flags, OptionalLong pcr, byte[] payload) {
    static List<Packet> all(byte[] stream) {
        assertThat(stream.length % 188).isZero();
        var packets = new ArrayList<Packet>();
        for (int at = 0; at < stream.length; at += 188) {
            packets.add(one(Arrays.copyOfRange(stream, at, at + 188)));
        }
        return packets;
    }

    private static Packet one(byte[] b) {
        assertThat(b[0]).isEqualTo((byte) 0x47);
        int control = u8(b, 3) >> 4;
        int payload = 4;
        int flags = -1;
        OptionalLong pcr = OptionalLong.empty();
        if ((control & 2) != 0) {
            int length = u8(b, 4);
            assertThat(length).isLessThanOrEqualTo((control & 1) != 0 ? 182 : 183);
            payload = 5 + length;
            flags = length > 0 ? u8(b, 5) : 0;
            int used = length > 0 ? 6 : 5;
            if ((flags & 0x10) != 0) {
                long base = (long) u8(b, 6) << 25 | u8(b, 7) << 17 | u8(b, 8) << 9;
                base |= u8(b, 9) << 1 | u8(b, 10) >> 7;
                pcr = OptionalLong.of(base * 300 + ((u8(b, 10) & 1) << 8 | u8(b, 11)));
                used = 12;
            }
            for (int i = used; i < payload; i++) {
                assertThat(b[i]).as("stuffing").isEqualTo((byte) 0xFF);
            }
        }
        int pid = (u8(b, 1) & 0x1F) << 8 | u8(b, 2);
        boolean hasPayload = (control & 1) != 0;
        byte[] bytes = hasPayload ? Arrays.copyOfRange(b, payload, 188) : new byte[0];
        return new Packet(pid, (u8(b, 1) & 0x40) != 0, u8(b, 3) & 15, flags, pcr, bytes);
    }

    /// The presentation time of a PES packet that starts here, at 90 kHz.
    long pts() {
        return stamp(payload, 9);
    }

    /// Its decoding time, which is that of presentation when none is there.
    long dts() {
        byte[] b = payload;
        return (b[7] & 0xC0) == 0xC0 ? stamp(b, 14) : stamp(b, 9);
    }

    /// One line: what a person checks against the standard.
    @Override
    public String toString() {
        var text = new StringBuilder("%04x cc %2d".formatted(pid, continuity));
        if (flags > 0) {
            text.append((flags & 0x80) != 0 ? " discontinuity" : "");
            text.append((flags & 0x40) != 0 ? " entry" : "");
        }
        pcr.ifPresent(ticks -> text.append(" pcr %.6f".formatted(ticks / 27e6)));
        if (start) {
            text.append(pid == 0 || pid == 0x1000 ? section() : pes());
        } else {
            text.append(" + ").append(payload.length);
        }
        return text.toString();
    }

    private String section() {
        byte[] b = payload;
        assertThat(b[0]).as("pointer").isZero();
        int length = (b[2] & 0x0F) << 8 | (b[3] & 0xFF);
        return " section " + Hex.text(Arrays.copyOfRange(b, 1, 4 + length));
    }

    private String pes() {
        byte[] b = payload;
        int header = 9 + b[8];
        int shown = Math.min(b.length, header + 12);
        return " pes %02x length %d pts %.6f dts %.6f: %s… of %d"
                .formatted(
                        b[3],
                        (b[4] & 0xFF) << 8 | (b[5] & 0xFF),
                        pts() / 90e3,
                        dts() / 90e3,
                        Hex.text(Arrays.copyOfRange(b, header, shown)),
                        b.length);
    }

    private static long stamp(byte[] b, int at) {
        long high = u8(b, at) >> 1 & 7;
        long middle = (long) u8(b, at + 1) << 7 | u8(b, at + 2) >> 1;
        long low = (long) u8(b, at + 3) << 7 | u8(b, at + 4) >> 1;
        assertThat(b[at] & b[at + 2] & b[at + 4] & 1).as("marker bits").isOne();
        return high << 30 | middle << 15 | low;
    }

    private static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }
}
