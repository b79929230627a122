package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The rules of ISO/IEC 13818-1 that a stream without discontinuities has to keep.
final class Conformance {
    private static final long SPAN = 1L << 33;

    private Conformance() {}

    static void check(List<Packet> packets) {
        continuityGoesOn(packets);
        clockRunsInTime(packets);
        framesAreAheadOfTheClock(packets);
        lengthsAreTrue(packets);
    }

    private static void continuityGoesOn(List<Packet> packets) {
        Map<Integer, Integer> last = new HashMap<>();
        for (Packet packet : packets) {
            Integer before = last.put(packet.pid(), packet.continuity());
            if (before != null) {
                int step = packet.payload().length > 0 ? 1 : 0;
                assertThat(packet.continuity()).isEqualTo((before + step) % 16);
            }
        }
    }

    /// Section 2.7.2: never more than 100 ms apart; and here never back.
    private static void clockRunsInTime(List<Packet> packets) {
        OptionalLong before = OptionalLong.empty();
        for (Packet packet : packets) {
            if (packet.pcr().isPresent()) {
                long now = packet.pcr().getAsLong();
                if (before.isPresent()) {
                    long step = Math.floorMod(now - before.getAsLong(), SPAN * 300);
                    assertThat(step).isLessThanOrEqualTo(2_700_000);
                }
                before = packet.pcr();
            }
        }
    }

    private static void framesAreAheadOfTheClock(List<Packet> packets) {
        long clock = 0;
        for (Packet packet : packets) {
            clock = packet.pcr().orElse(clock);
            if (packet.pid() >= 0x100 && packet.pid() < 0x1000 && packet.start()) {
                long ahead = Math.floorMod(packet.dts() - clock / 300, SPAN);
                assertThat(ahead).as("decoded after the clock").isLessThan(90_000);
                long shown = Math.floorMod(packet.pts() - packet.dts(), SPAN);
                assertThat(shown).as("shown after decoded").isLessThan(4 * 90_000);
            }
        }
    }

    private static void lengthsAreTrue(List<Packet> packets) {
        Map<Integer, Integer> missing = new HashMap<>();
        for (Packet packet : packets) {
            byte[] b = packet.payload();
            if (packet.pid() < 0x100 || packet.pid() == 0x1000 || b.length == 0) {
                continue;
            }
            if (packet.start()) {
                assertThat(missing.getOrDefault(packet.pid(), 0)).isZero();
                int said = (b[4] & 0xFF) << 8 | (b[5] & 0xFF);
                missing.put(packet.pid(), said == 0 ? Integer.MIN_VALUE : said + 6);
            }
            missing.computeIfPresent(
                    packet.pid(), (_, n) -> n == Integer.MIN_VALUE ? n : n - b.length);
        }
        missing.values().forEach(n -> assertThat(n).isIn(0, Integer.MIN_VALUE));
    }
}
