package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsWriterTest {
    private static final AacConfig AAC = AacConfig.of(48_000, 2);
    private static final Mp3Config MP3 = new Mp3Config(44_100, 2);
    private static final Codec SPEEX = new OpaqueConfig(TrackKind.AUDIO, 11, "Speex");

    private final TsWriter writer = new TsWriter();
    private final ByteWriter out = new ByteWriter();

    /// With the parameter sets `6742C00A` and `68CE`.
    private static H264Config h264(int nalLengthSize) {
        String lengths = "FC FD FE FF".split(" ", -1)[nalLengthSize - 1];
        try {
            return H264Config.parse(
                    Hex.bytes("01 42C00A" + lengths + "E1 0004 6742C00A 01 0002 68CE"));
        } catch (dev.millrace.bytes.ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private List<Packet> packets() {
        return Packet.all(out.toByteArray());
    }

    private List<Packet> packets(int pid) {
        return packets().stream().filter(packet -> packet.pid() == pid).toList();
    }

    /// The payload of the PES packets of one PID, one after the other.
    private String elementary(int pid) {
        return packets(pid).stream()
                .map(packet -> {
                    byte[] bytes = packet.payload();
                    int from = packet.start() ? 9 + bytes[8] : 0;
                    return Hex.text(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
                })
                .collect(Collectors.joining());
    }

    private void video(long dtsUs, int ctsUs, boolean key, String payload) {
        byte[] bytes = Hex.bytes(payload);
        writer.write(out, FrameHeader.video(dtsUs, ctsUs, key, bytes.length), bytes, 0);
    }

    private void audio(long dtsUs, int lengthBytes) {
        writer.write(out, FrameHeader.audio(dtsUs, lengthBytes), new byte[lengthBytes], 0);
    }

    @Test
    void tablesAreTheseBytes() {
        writer.writeTables(out, List.of(h264(4), AAC));
        assertThat(packets().getFirst().toString())
                .isEqualTo(
                        "0000 cc  0 section " // table, length, stream, version, program, map, CRC
                                + "00b00d0001c100000001f0002ab104b2");
        assertThat(Hex.text(packets().getLast().payload()))
                .startsWith(
                        "00" // the section begins right here
                                + "02b0170001c30000" // table, length, program, version 1
                                + "e100f000" // the clock is that of the video
                                + "1be100f000" // H.264
                                + "0fe101f000"); // AAC
    }

    static final List<Case> UNITS =
            List.of(
                    new Case("a picture", 4, false, "00000002 4188", "09f0 4188", 0),
                    new Case("lengths of two bytes", 2, false, "0002 4188", "09f0 4188", 0),
                    new Case("lengths of one byte", 1, false, "02 4188", "09f0 4188", 0),
                    new Case(
                            "parameter sets before an IDR picture",
                            4,
                            true,
                            "00000002 0601 00000002 6588",
                            "09f0 6742c00a 68ce 0601 6588",
                            0),
                    new Case(
                            "and before one the encoder says one can begin with",
                            4,
                            true,
                            "00000002 4188",
                            "09f0 6742c00a 68ce 4188",
                            0),
                    new Case(
                            "and before one it forgot to mark",
                            4,
                            false,
                            "00000002 6588",
                            "09f0 6742c00a 68ce 6588",
                            0),
                    new Case(
                            "but not if the encoder sent them",
                            4,
                            true,
                            "00000002 6701 00000002 6802 00000002 6588",
                            "09f0 6701 6802 6588",
                            0),
                    new Case(
                            "a delimiter is not doubled",
                            4,
                            true,
                            "00000002 0910 00000002 6588",
                            "0910 6742c00a 68ce 6588",
                            0),
                    new Case(
                            "nor is one in the wrong place left there",
                            4,
                            false,
                            "00000002 4188 00000002 0910",
                            "09f0 4188",
                            0),
                    new Case(
                            "filler is data",
                            4,
                            false,
                            "00000002 4188 00000003 0CFF80",
                            "09f0 4188 0cff80",
                            0),
                    new Case(
                            "units without a byte are none",
                            4,
                            false,
                            "00000000 00000002 4188 00000000",
                            "09f0 4188",
                            0),
                    new Case(
                            "a unit cut short is left out",
                            4,
                            false,
                            "00000002 4188 00000005 4199",
                            "09f0 4188",
                            1),
                    new Case("as is half a length", 4, false, "00000002 4188 0000", "09f0 4188", 1),
                    new Case(
                            "start codes of an encoder that is wrong",
                            4,
                            false,
                            "00000001 4188 000001 4199",
                            "09f0 4188 4199",
                            0));

    record Case(
            String name,
            int nalLengthSize,
            boolean key,
            String payload,
            String units,
            int droppedNals) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNITS")
    void picturesGetStartCodes(Case c) {
        writer.writeTables(out, List.of(h264(c.nalLengthSize)));
        video(0, 0, c.key, c.payload);
        String expected = "00000001" + c.units.replace(" ", "00000001");
        assertThat(elementary(0x100)).isEqualTo(expected);
        assertThat(writer.droppedNals()).isEqualTo(c.droppedNals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000", "00000009 41", "FFFFFFFF 41", "41"})
    void aPictureOfNothingIsDropped(String payload) {
        writer.writeTables(out, List.of(h264(4)));
        int before = out.size();
        video(0, 0, true, payload);
        assertThat(out.size()).isEqualTo(before);
        assertThat(writer.droppedFrames()).isOne();
    }

    @Test
    void everySizeIsStuffedRight() {
        writer.writeTables(out, List.of(h264(2)));
        for (int size = 1; size < 800; size++) {
            out.clear();
            byte[] frame = new byte[size + 2];
            new Random(size).nextBytes(frame);
            frame[0] = (byte) (size >> 8);
            frame[1] = (byte) size;
            frame[2] = 0x41;
            boolean key = size % 2 == 0;
            writer.write(out, FrameHeader.video(size * 200_000L, 0, key, frame.length), frame, 0);
            assertThat(elementary(0x100)).endsWith(Hex.text(frame).substring(4));
        }
    }

    @Test
    void aPictureTooLongToSayItsLengthSaysNone() {
        writer.writeTables(out, List.of(h264(4)));
        for (int size : new int[] {0xFFFF - 8 - 4 - 6, 0xFFFF - 8 - 4 - 6 + 1}) {
            var frame = new ByteWriter().u32(size).u8(0x41).bytes(new byte[size - 1]);
            writer.write(out, FrameHeader.video(0, 0, false, frame.size()), frame.array(), 0);
        }
        assertThat(packets(0x100).stream().filter(Packet::start).map(Packet::toString))
                .satisfiesExactly(
                        first -> assertThat(first).contains("length 65535 "),
                        second -> assertThat(second).contains("length 0 "));
    }

    @Test
    void theMapListsWhatIsThere() {
        assertThat(map(h264(4))).isEqualTo("clock 100: 1b 100");
        assertThat(map(AAC)).isEqualTo("clock 101: 0f 101");
        assertThat(map(h264(4), MP3)).isEqualTo("clock 100: 1b 100, 03 101");
        assertThat(map(AAC, h264(4))).isEqualTo("clock 100: 1b 100, 0f 101");
        assertThat(map(new Mp3Config(22_050, 1))).isEqualTo("clock 101: 04 101");
        assertThat(map(SPEEX, h264(4))).isEqualTo("clock 100: 1b 100");
        assertThat(map(SPEEX)).isEqualTo("clock 1fff: ");
        assertThat(map(AacConfig.of(48_001, 2))).isEqualTo("clock 1fff: "); // ADTS cannot say it
        assertThat(map()).isEqualTo("clock 1fff: ");
        assertThat(map(new Ac3Config(false, 48_000, 7, true))).isEqualTo("clock 101: 81 101");
        assertThat(map(new Ac3Config(true, 48_000, 2, false))).isEqualTo("clock 101: 87 101");
        assertThat(map(OpusConfig.of(6))).isEqualTo("clock 101: 06 101");
    }

    private String map(Codec... tracks) {
        out.clear();
        writer.writeTables(out, List.of(tracks));
        byte[] b = packets(0x1000).getFirst().payload();
        int end = 4 + b[3] - 4;
        var streams = new java.util.ArrayList<String>();
        for (int at = 13; at < end; at += 5 + b[at + 4]) { // descriptors are behind each
            streams.add("%02x %x".formatted(b[at], (b[at + 1] & 0x1F) << 8 | (b[at + 2] & 0xFF)));
        }
        int clock = (b[9] & 0x1F) << 8 | (b[10] & 0xFF);
        return "clock %x: %s".formatted(clock, String.join(", ", streams));
    }

    private int mapVersion(Codec... tracks) {
        map(tracks);
        return packets(0x1000).getFirst().payload()[6] >> 1 & 0x1F;
    }

    @Test
    void theMapHasANewVersionWhenItChanges() {
        assertThat(mapVersion(h264(4), AAC)).isEqualTo(1);
        assertThat(mapVersion(h264(4), AAC)).isEqualTo(1);
        assertThat(mapVersion(h264(4), AacConfig.of(44_100, 1))).isEqualTo(1); // the frames say it
        assertThat(mapVersion(h264(4), MP3)).isEqualTo(2);
        assertThat(mapVersion(MP3)).isEqualTo(3);
        for (int i = 4; i < 70; i++) {
            assertThat(i % 2 == 0 ? mapVersion(AAC) : mapVersion(MP3)).isEqualTo(i % 32);
        }
    }

    @Test
    void framesOfUnlistedTracksAreNotWritten() {
        writer.writeTables(out, List.of(h264(4), SPEEX));
        int before = out.size();
        audio(0, 10);
        writer.write(out, FrameHeader.data(0, 3), new byte[3], 0);
        assertThat(out.size()).isEqualTo(before);
        assertThat(writer.droppedFrames()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "8185"})
    void audioThatAdtsCannotFrameIsDropped(int lengthBytes) {
        writer.writeTables(out, List.of(h264(4), AAC));
        int before = out.size();
        audio(0, lengthBytes);
        assertThat(out.size()).isEqualTo(before);
        assertThat(writer.droppedFrames()).isOne();
        audio(0, 8184);
        assertThat(out.size()).isGreaterThan(before);
    }

    @Test
    void aHugeMp3FrameIsDropped() {
        writer.writeTables(out, List.of(MP3));
        audio(0, 0xFFFF);
        writer.flush(out);
        assertThat(writer.droppedFrames()).isOne();
        assertThat(packets(0x101)).isEmpty();
    }

    @Test
    void readsFromWhereItIsTold() {
        writer.writeTables(out, List.of(h264(4)));
        byte[] bytes = Hex.bytes("FFFF 00000002 4188 FF");
        writer.write(out, FrameHeader.video(0, 0, false, 6), bytes, 2);
        assertThat(elementary(0x100)).endsWith("4188");
        assertThatThrownBy(() -> writer.write(out, FrameHeader.video(0, 0, false, 6), bytes, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void audioNextToVideoIsNotHeldBack() {
        writer.writeTables(out, List.of(h264(4), AAC));
        for (int i = 0; i < 5; i++) {
            audio(i * 21_333L, 100);
            assertThat(packets(0x101)).hasSize(i + 1);
        }
    }

    @Test
    void audioAloneSharesPackets() {
        writer.writeTables(out, List.of(AAC));
        for (int i = 0; i < 12; i++) {
            audio(i * 21_333L, 100); // four of them are less than a tenth of a second, five more
        }
        assertThat(packets(0x101).stream().filter(Packet::start).map(Packet::pts))
                .containsExactly(126_000L, 126_000L + 7_680, 126_000L + 15_360);
        assertThat(elementary(0x101)).hasSize(2 * 12 * 107);
    }

    @Test
    void audioAloneIsNotHeldBackAtACut() {
        writer.writeTables(out, List.of(AAC));
        audio(0, 100);
        assertThat(packets(0x101)).isEmpty();
        writer.flush(out);
        assertThat(packets(0x101)).hasSize(1);
        writer.flush(out);
        assertThat(packets(0x101)).hasSize(1);
        audio(21_333, 100);
        writer.writeTables(out, List.of(AAC));
        assertThat(packets().stream().map(Packet::pid))
                .containsExactly(0, 0x1000, 0x101, 0x101, 0, 0x1000);
    }

    @Test
    void aGapInAudioAloneIsNotGlossedOver() {
        writer.writeTables(out, List.of(MP3));
        long[] timesUs = {0, 26_000, 52_000, 90_000, 116_000};
        for (long us : timesUs) {
            audio(us, 100);
        }
        writer.flush(out);
        assertThat(packets(0x101).stream().filter(Packet::start).map(Packet::pts))
                .containsExactly(126_000L, 126_000L + 8_100);
    }

    @Test
    void timesBeforeZeroAreNotBeforeTheBeginning() {
        writer.writeTables(out, List.of(h264(4)));
        video(0, -80_000, true, "00000002 6588");
        Packet first = packets(0x100).getFirst();
        assertThat(first.pts()).isEqualTo(126_000 - 7_200);
        assertThat(first.dts()).isEqualTo(126_000);
        assertThat(first.pcr()).hasValue(63_000 * 300);
        out.clear();
        video(-2_000_000, 0, true, "00000002 6588"); // then they wrap, as they do every day
        assertThat(packets(0x100).getFirst().pts()).isEqualTo((1L << 33) - 54_000);
    }

    @Test
    void theClockThatIsSetBackSaysSo() {
        writer.writeTables(out, List.of(h264(4)));
        video(10_000_000, 0, true, "00000002 6588");
        video(9_500_000, 0, false, "00000002 4188"); // out of step: the clock waits
        video(1_000_000, 0, true, "00000002 6588"); // set
        assertThat(packets(0x100).stream().map(packet -> packet.flags() & 0xF0))
                .containsExactly(0x50, 0x00, 0xD0);
    }

    @Test
    void skippedViewersAreToldWhereTheCountersGoOn() {
        writer.writeTables(out, List.of(h264(4), AAC));
        for (int i = 0; i < 21; i++) {
            video(i * 40_000L, 0, i == 0, "00000002 4188");
            audio(i * 40_000L, 100);
        }
        audio(900_000, 100);
        var prelude = new ByteWriter();
        writer.writeDiscontinuity(prelude);
        assertThat(Packet.all(prelude.toByteArray()).stream().map(Packet::toString))
                .containsExactly(
                        "0000 cc  0 discontinuity + 0",
                        "1000 cc  0 discontinuity + 0",
                        "0100 cc  4 discontinuity + 0",
                        "0101 cc  5 discontinuity + 0");
        out.clear();
        audio(920_000, 100);
        assertThat(packets().getFirst().continuity()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac", "h264-size-change", "mp3-audio-only"})
    void alwaysWritesTheSame(String name) throws Exception {
        String dump =
                Packet.all(Sample.of(name + ".flv").toTs()).stream()
                        .map(Packet::toString)
                        .collect(Collectors.joining("\n", "", "\n"));
        Golden.check(TsWriterTest.class, name + ".txt", dump);
    }

    /// Holds whatever it is given to write, for days.
    @Test
    void rulesOfTheStandardHold() {
        Seeds.forEach(random -> {
            var days = new TsWriter();
            var wire = new ByteWriter();
            new RandomFeed(random).write(days, wire, 100);
            Conformance.check(Packet.all(wire.toByteArray()));
        });
    }
}
