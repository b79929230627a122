package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.Crc32Mpeg;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsReaderTest {
    private static final int PMT_PID = 0x20;

    private final ByteWriter out = new ByteWriter();
    private final PacketWriter packets = new PacketWriter();
    private final PacketWriter.Pid pat = new PacketWriter.Pid(TsPacket.PID_PAT);
    private final PacketWriter.Pid pmt = new PacketWriter.Pid(PMT_PID);
    private final PacketWriter.Pid audio = new PacketWriter.Pid(0x101);

    private static byte[] sample() throws ProtocolException {
        return Sample.of("h264-bframes-aac.flv").toTs();
    }

    private static byte[] packet(byte[] stream, int index) {
        return Arrays.copyOfRange(stream, index * TsPacket.BYTES, (index + 1) * TsPacket.BYTES);
    }

    /// A packet in the middle of the second picture.
    private static int middle(byte[] stream) {
        int pictures = 0;
        for (int i = 0; i * TsPacket.BYTES < stream.length; i++) {
            byte[] packet = packet(stream, i);
            boolean start = (packet[1] & TsPacket.UNIT_START) != 0;
            if (TsPacket.pid(packet, 0) == 0x100) {
                pictures += start ? 1 : 0;
                if (pictures == 2 && !start) {
                    return i;
                }
            }
        }
        throw new AssertionError("no picture of several packets");
    }

    /// The stream with the bytes from packet `from` to packet `to` replaced.
    private static byte[] with(byte[] stream, int from, int to, byte[] replacement) {
        var changed = new ByteWriter();
        changed.put(stream, 0, from * TsPacket.BYTES);
        changed.put(replacement);
        changed.put(stream, to * TsPacket.BYTES, stream.length - to * TsPacket.BYTES);
        return changed.toByteArray();
    }

    private static TsReader.Counters counters(byte[] stream) throws ProtocolException {
        return Reading.of(stream).counters();
    }

    private static List<String> words(byte[] stream) throws ProtocolException {
        List<TsItem> items = Reading.of(stream).items();
        return items.stream().map(Reading::words).toList();
    }

    @Test
    void cutsInTheStreamDoNotMatter() throws Exception {
        byte[] stream = Arrays.copyOf(sample(), 50 * TsPacket.BYTES);
        Seeds.forEach(random -> {
            byte[] damaged = stream.clone();
            for (int i = random.nextInt(20); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(Reading.of(damaged, random).words()).isEqualTo(Reading.of(damaged).words());
        });
    }

    @Test
    void bytesBetweenPacketsArePassedOver() throws Exception {
        byte[] stream = sample();
        byte[] damaged = with(stream, 5, 5, new byte[100]);
        assertThat(words(damaged)).isEqualTo(words(stream));
        assertThat(counters(damaged).skippedBytes()).isEqualTo(100);
        assertThat(counters(damaged).packets()).isEqualTo(stream.length / TsPacket.BYTES);
    }

    @Test
    void aSyncByteInTheWrongPlaceIsNotBelieved() throws Exception {
        byte[] stream = sample();
        byte[] junk = new byte[300];
        junk[3] = TsPacket.SYNC;
        junk[290] = TsPacket.SYNC;
        assertThat(words(with(stream, 0, 0, junk))).isEqualTo(words(stream));
        assertThat(words(with(stream, 9, 9, junk))).isEqualTo(words(stream));
    }

    @Test
    void aPacketSentTwiceIsReadOnce() throws Exception {
        byte[] stream = sample();
        for (int i = 0; i < 12; i++) {
            byte[] twice = with(stream, i, i, packet(stream, i));
            assertThat(words(twice)).isEqualTo(words(stream));
            assertThat(counters(twice).continuityErrors()).isZero();
        }
    }

    @Test
    void aLostPacketCostsItsFrame() throws Exception {
        byte[] stream = sample();
        List<String> whole = words(stream);
        String second = whole.stream().filter(w -> w.contains("VIDEO")).toList().get(1);
        byte[] damaged = with(stream, middle(stream), middle(stream) + 1, new byte[0]);
        assertThat(words(damaged))
                .isEqualTo(whole.stream().filter(w -> !w.equals(second)).toList());
        assertThat(counters(damaged).continuityErrors()).isOne();
        assertThat(counters(damaged).droppedUnits()).isOne();
    }

    @Test
    void packetsMarkedAsWrongOrSecretAreNotRead() throws Exception {
        byte[] stream = sample();
        int middle = middle(stream);
        byte[] wrong = stream.clone();
        wrong[middle * TsPacket.BYTES + 1] |= (byte) TsPacket.ERROR;
        byte[] secret = stream.clone();
        secret[middle * TsPacket.BYTES + 3] |= (byte) 0x80;
        byte[] lost = with(stream, middle, middle + 1, new byte[0]);
        assertThat(words(wrong)).isEqualTo(words(lost));
        assertThat(words(secret)).isEqualTo(words(lost));
        assertThat(counters(secret).damagedPackets()).isOne();
    }

    @Test
    void packetsOfNobodyAreNotRead() throws Exception {
        byte[] stream = sample();
        byte[] empty = new byte[TsPacket.BYTES];
        empty[0] = TsPacket.SYNC;
        empty[1] = 0x1F;
        empty[2] = (byte) 0xFF;
        empty[3] = TsPacket.PAYLOAD;
        assertThat(words(with(stream, 7, 7, empty))).isEqualTo(words(stream));
    }

    private void table(PacketWriter.Pid pid, byte[] section) {
        packets.begin(out, pid, 1 + section.length, 0, 0);
        packets.put(new byte[1], 0, 1);
        packets.put(section, 0, section.length);
        packets.end();
    }

    private void programAt(int pid) {
        table(pat, PsiSection.encode(PsiSection.PAT, 1, 0, new Pat(7, pid).encode()));
    }

    private static byte[] map(int version, Pmt.Stream... streams) {
        var map = new Pmt(0x101, List.of(streams));
        return PsiSection.encode(PsiSection.PMT, 7, version, map.encode(7));
    }

    /// A map that says so much about its program that it does not fit in one packet.
    private static byte[] longMap() {
        var body = new ByteWriter().u16(0xE101).u16(0xF000 | 700).bytes(new byte[700]);
        body.u8(StreamType.AAC.id()).u16(0xE101).u16(0xF003).u24(0x0A0B0C);
        return PsiSection.encode(PsiSection.PMT, 7, 0, body);
    }

    private void sound(long dtsUs, int lengthBytes) {
        byte[] adts = AacConfig.of(48_000, 2).adtsHeader(lengthBytes);
        byte[] header = new byte[PesHeader.BYTES_MAX];
        long pts = TsClock.timestamp(dtsUs);
        int bytes = adts.length + lengthBytes;
        int headerBytes = PesHeader.put(header, PesHeader.AUDIO_ID, pts, pts, bytes);
        packets.begin(out, audio, headerBytes + bytes, 0, 0);
        packets.put(header, 0, headerBytes);
        packets.put(adts, 0, adts.length);
        packets.put(new byte[lengthBytes], 0, lengthBytes);
        packets.end();
    }

    private Reading reading() throws ProtocolException {
        return Reading.of(out.toByteArray());
    }

    @Test
    void aTableMaySpanPackets() throws Exception {
        programAt(PMT_PID);
        table(pmt, longMap());
        sound(0, 100);
        assertThat(reading().codecs()).containsExactly(AacConfig.of(48_000, 2));
        assertThat(reading().counters().badSections()).isZero();
    }

    @Test
    void tablesMayShareAPacket() throws Exception {
        byte[] other = PsiSection.encode(0x42, 1, 0, new ByteWriter().u8(1));
        byte[] map = map(0, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE));
        programAt(PMT_PID);
        var payload = new ByteWriter().u8(0).bytes(other).bytes(map);
        packets.begin(out, pmt, payload.size(), 0, 0);
        packets.put(payload.array(), 0, payload.size());
        packets.end();
        sound(0, 100);
        assertThat(reading().codecs()).hasSize(1);
    }

    @Test
    void aTableMayBeginBehindTheEndOfAnother() throws Exception {
        programAt(PMT_PID);
        byte[] first = longMap();
        byte[] second = map(1, new Pmt.Stream(0x101, 0x03, Descriptors.NONE));
        // 183 bytes of the first in a packet, then its rest, all of the second, and stuffing.
        for (int at = 0; at < first.length; at += 183) {
            int end = Math.min(first.length, at + 183);
            boolean last = end == first.length;
            var payload = new ByteWriter().u8(last ? end - at : 0);
            payload.put(first, at, end - at);
            if (last) {
                payload.bytes(second);
            }
            boolean middle = at > 0 && !last;
            byte[] bytes = payload.toByteArray();
            int from = middle ? 1 : 0;
            packets.begin(out, pmt, bytes.length - from, 0, 0);
            packets.put(bytes, from, bytes.length - from);
            packets.end();
            if (middle) {
                byte[] all = out.array();
                all[out.size() - TsPacket.BYTES + 1] &= (byte) ~TsPacket.UNIT_START;
            }
        }
        byte[] mp3 = Hex.bytes("FFFB9064"); // 417 bytes with 44.1 kHz, 128 kbit/s
        writeSound(Arrays.copyOf(mp3, 417), 0);
        assertThat(reading().codecs()).containsExactly(new Mp3Config(44_100, 2));
        assertThat(reading().counters().badSections()).isZero();
    }

    private void writeSound(byte[] frames, long dtsUs) {
        byte[] header = new byte[PesHeader.BYTES_MAX];
        long pts = TsClock.timestamp(dtsUs);
        int headerBytes = PesHeader.put(header, PesHeader.AUDIO_ID, pts, pts, frames.length);
        packets.begin(out, audio, headerBytes + frames.length, 0, 0);
        packets.put(header, 0, headerBytes);
        packets.put(frames, 0, frames.length);
        packets.end();
    }

    @Test
    void aTableWithAWrongChecksumIsNotBelieved() throws Exception {
        programAt(PMT_PID);
        byte[] map = map(0, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE));
        map[map.length - 1] ^= 1;
        table(pmt, map);
        sound(0, 100);
        assertThat(reading().items()).isEmpty();
        assertThat(reading().counters().badSections()).isOne();
    }

    @Test
    void aTableForLaterIsNotForNow() throws Exception {
        programAt(PMT_PID);
        var body = new Pmt(0x101, List.of(new Pmt.Stream(0x101, 0x0F, Descriptors.NONE))).encode(1);
        byte[] later = PsiSection.encode(PsiSection.PMT, 7, 0, body);
        later[5] &= (byte) ~1;
        int crc = Crc32Mpeg.of(later, 0, later.length - 4);
        var fixed = new ByteWriter();
        fixed.put(later, 0, later.length - 4);
        table(pmt, fixed.u32(crc & 0xFFFF_FFFFL).toByteArray());
        sound(0, 100);
        assertThat(reading().items()).isEmpty();
        assertThat(reading().counters().badSections()).isZero();
    }

    @Test
    void tablesThatMakeNoSenseAreCounted() throws Exception {
        programAt(PMT_PID);
        byte[] section = map(0, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE));
        byte[] tooLong = section.clone();
        tooLong[1] |= 0x0F; // 0xFxx bytes
        table(pmt, tooLong);
        table(pmt, Hex.bytes("02 B004 00000000")); // shorter than its own header
        var cut = new ByteWriter().u16(0xE101).u16(0xF000).u8(0x0F).u16(0xE101);
        table(pmt, PsiSection.encode(PsiSection.PMT, 7, 0, cut));
        assertThat(reading().counters().badSections()).isEqualTo(3);
    }

    @Test
    void unknownStreamsAreNamed() throws Exception {
        programAt(PMT_PID);
        table(
                pmt,
                map(
                        0,
                        new Pmt.Stream(0x100, 0x21, Descriptors.NONE), // JPEG 2000
                        new Pmt.Stream(0x101, 0x0F, Descriptors.NONE),
                        new Pmt.Stream(0x102, 0x0F, Descriptors.NONE))); // a second language
        sound(0, 100);
        assertThat(reading().items())
                .startsWith(new TsItem.Ignored(0x100, 0x21), new TsItem.Ignored(0x102, 0x0F));
        assertThat(reading().frames(TrackKind.AUDIO)).hasSize(1);
    }

    @Test
    void aNewMapChangesWhatIsRead() throws Exception {
        programAt(PMT_PID);
        table(pmt, map(0, new Pmt.Stream(0x102, 0x0F, Descriptors.NONE)));
        sound(0, 100);
        table(pmt, map(1, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE)));
        sound(21_333, 100);
        programAt(PMT_PID + 1);
        sound(42_667, 100);
        assertThat(reading().frames(TrackKind.AUDIO)).hasSize(2);
    }

    @Test
    void soundMayCrossPacketsAndKeepsItsTime() {
        Seeds.forEach(random -> {
            out.clear();
            programAt(PMT_PID);
            table(pmt, map(0, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE)));
            int count = random.nextInt(1, 40);
            writeCrossing(random, count);
            List<Frame> frames = reading().frames(TrackKind.AUDIO);
            assertThat(frames).hasSize(count);
            for (int i = 0; i < count; i++) {
                long expectedUs = TsReader.START_US + Math.round(i * 1_024e6 / 48_000);
                assertThat(frames.get(i).header().dtsUs() - expectedUs)
                        .isBetween(-1L, 1L); // two clocks have rounded
                assertThat(frames.get(i).payload()).containsOnly(i + 1);
            }
        });
    }

    /// Frames in packets that are cut anywhere, each with the time of the first that begins in it.
    private void writeCrossing(Random random, int count) {
        var bytes = new ByteWriter();
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(1, 300)];
            Arrays.fill(payload, (byte) (i + 1));
            starts[i] = bytes.size();
            bytes.bytes(AacConfig.of(48_000, 2).adtsHeader(payload.length)).bytes(payload);
        }
        for (int at = 0; at < bytes.size(); ) {
            int end = Math.min(bytes.size(), at + random.nextInt(1, 700));
            byte[] piece = Arrays.copyOfRange(bytes.array(), at, end);
            int from = at;
            int first = 0;
            while (first < count && starts[first] < from) {
                first++;
            }
            if (first < count && starts[first] < end) {
                writeSound(piece, Math.round(first * 1_024e6 / 48_000));
            } else {
                writeWithoutTime(piece);
            }
            at = end;
        }
    }

    private void writeWithoutTime(byte[] piece) {
        var pes = new ByteWriter().u24(1).u8(PesHeader.AUDIO_ID).u16(3 + piece.length);
        pes.u24(0x800000).bytes(piece);
        packets.begin(out, audio, pes.size(), 0, 0);
        packets.put(pes.array(), 0, pes.size());
        packets.end();
    }

    @Test
    void soundFindsItsPlaceAgain() throws Exception {
        programAt(PMT_PID);
        table(pmt, map(0, new Pmt.Stream(0x101, 0x0F, Descriptors.NONE)));
        var noise = new ByteWriter().bytes(Hex.bytes("FF FF 00 12 FF E0 00"));
        noise.bytes(AacConfig.of(48_000, 2).adtsHeader(3)).u24(0x010203);
        writeSound(noise.toByteArray(), 0);
        assertThat(reading().frames(TrackKind.AUDIO).getFirst().payload()).containsExactly(1, 2, 3);
        assertThat(reading().counters().droppedUnits()).isOne();
    }

    @Test
    void picturesBeforeTheFirstConfigurationAreDropped() throws Exception {
        var writer = new TsWriter();
        var h264 = H264Config.of(List.of(Hex.bytes("6742C00A")), List.of(Hex.bytes("68CE")));
        writer.writeTables(out, List.of(h264));
        for (int i = 0; i < 4; i++) {
            byte[] picture = Hex.bytes(i == 2 ? "00000002 6588" : "00000002 4188");
            writer.write(out, FrameHeader.video(i * 40_000L, 0, i == 2, 6), picture, 0);
        }
        assertThat(reading().frames(TrackKind.VIDEO))
                .extracting(frame -> frame.header().key())
                .containsExactly(true, false);
        assertThat(reading().counters().droppedUnits()).isEqualTo(2);
    }

    @Test
    void aFrameWithoutEndIsRefused() throws Exception {
        programAt(PMT_PID);
        table(pmt, map(0, new Pmt.Stream(0x101, 0x1B, Descriptors.NONE)));
        int bytes = TsLimits.PES_BYTES_MAX + 1;
        packets.begin(out, audio, bytes, 0, 0);
        packets.put(Hex.bytes("000001E0 0000 800000"), 0, 9);
        packets.put(new byte[bytes - 9], 0, bytes - 9);
        packets.end();
        assertThatThrownBy(this::reading).isInstanceOf(OverLimit.class);
    }

    /// F5: any bytes are a transport stream or a fault, however they are cut.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] wire) {
        try {
            List<String> whole = Reading.of(wire).words();
            assertThat(Reading.of(wire, new Random(wire.length)).words()).isEqualTo(whole);
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
