package dev.millrace.rtsp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.rtp.RtpPackets;
import dev.millrace.rtsp.sdp.DescriptionText;
import dev.millrace.rtsp.sdp.SessionDescription;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is packed, described and unpacked again is what it was.
class PacketisersTest {
    private static final String SPS = "6742C00DD90141FB0110000003001000000303C0F142A480";
    private static final String PPS = "68CB83CB20";
    private static final String HEVC_VPS = "40010C01FFFF01600000030090000003000003003F959809";
    private static final String HEVC_SPS =
            "42010101600000030090000003000003003FA00502016965959A4932BC05A02000007D20000EA601";
    private static final String HEVC_PPS = "4401C172B46240";

    /// Somebody who was sent the description, and then the packets.
    private static final class Receiver {
        private final OutgoingFormat sent;
        private final PayloadFormat read;
        private final RtpPackets packets;
        final List<PayloadItem> items = new ArrayList<>();
        final List<RtpPacket> received = new ArrayList<>();

        Receiver(Codec codec) throws ProtocolException {
            sent = OutgoingFormat.of(codec).orElseThrow();
            var description =
                    new DescriptionText(7, "live/cam", "rtsp://h/live/cam")
                            .medium(
                                    sent.kind().name(),
                                    sent.payloadType(),
                                    sent.encoding(),
                                    sent.parameters(),
                                    "rtsp://h/live/cam/trackID=0");
            read =
                    PayloadFormat.of(
                            SessionDescription.parse(description.toString()).media().getFirst());
            packets = new RtpPackets(0, sent.payloadType(), 0xCAFE, 65_534);
        }

        Receiver frame(byte[] frame, boolean key, int timestamp) throws ProtocolException {
            sent.packetiser().packetise(frame, key, timestamp, packets);
            for (ByteBuffer datagram : packets.datagrams()) {
                byte[] bytes = new byte[datagram.remaining()];
                datagram.get(bytes);
                RtpPacket packet = RtpPacket.parse(new ByteReader(bytes));
                received.add(packet);
                read.depacketiser().packet(packet, 0, items::add);
            }
            packets.clear();
            return this;
        }

        List<PayloadItem.Unit> units() {
            return items.stream()
                    .filter(PayloadItem.Unit.class::isInstance)
                    .map(PayloadItem.Unit.class::cast)
                    .toList();
        }

        List<Codec> codecs() {
            return items.stream()
                    .filter(PayloadItem.Configuration.class::isInstance)
                    .map(item -> ((PayloadItem.Configuration) item).codec())
                    .toList();
        }
    }

    private static H264Config h264() throws ProtocolException {
        return H264Config.of(List.of(Hex.bytes(SPS)), List.of(Hex.bytes(PPS)));
    }

    private static HevcConfig hevc() throws ProtocolException {
        return HevcConfig.of(
                List.of(Hex.bytes(HEVC_VPS), Hex.bytes(HEVC_SPS), Hex.bytes(HEVC_PPS)));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /// A NAL unit that begins a picture, behind its length.
    private static byte[] unit(String header, int length) {
        byte[] head = Hex.bytes(header);
        byte[] rest = random(length - head.length);
        return new ByteWriter().u32(length).bytes(head).bytes(rest).toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteWriter();
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1_359, 1_360, 1_361, 2_719, 2_720, 100_000})
    void h264(int bytes) throws Exception {
        byte[] key = joined(unit("6588", bytes), unit("6544", 900));
        byte[] inter = unit("419A", bytes);
        Receiver to = new Receiver(h264()).frame(key, true, -5).frame(inter, false, 10);
        assertThat(to.codecs()).containsExactly(h264());
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(key, inter);
        assertThat(to.units()).extracting(PayloadItem.Unit::key).containsExactly(true, false);
        assertThat(to.units()).extracting(PayloadItem.Unit::rtpTimestamp).containsExactly(-5, 10);
        assertThat(to.received).allMatch(packet -> packet.payload().length <= 1_360);
        assertThat(to.received.stream().filter(RtpPacket::marker)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 1_359, 1_360, 1_361, 2_718, 100_000})
    void hevc(int bytes) throws Exception {
        byte[] key = unit("2601AA", bytes);
        byte[] inter = unit("0201D0", bytes);
        Receiver to = new Receiver(hevc()).frame(key, true, -5).frame(inter, false, 10);
        assertThat(to.codecs()).containsExactly(hevc());
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(key, inter);
        assertThat(to.received).allMatch(packet -> packet.payload().length <= 1_360);
        assertThat(to.received.stream().filter(RtpPacket::marker)).hasSize(2);
    }

    @Test
    void numbersGoRoundAndPacketsAreCounted() throws Exception {
        Receiver to = new Receiver(h264()).frame(unit("6588", 10), true, 0);
        assertThat(to.received).extracting(RtpPacket::sequence).containsExactly(65_534, 65_535, 0);
        assertThat(to.received).allMatch(packet -> packet.ssrc() == 0xCAFE);
        assertThat(to.packets.count()).isEqualTo(3);
        assertThat(to.packets.payloadBytes()).isEqualTo((SPS.length() + PPS.length()) / 2 + 10);
    }

    /// Encoders may send them as well; nobody needs them twice, and delimiters not at all.
    @Test
    void parameterSetsOfTheStreamAreEnough() throws Exception {
        byte[] sps = Hex.bytes(SPS);
        byte[] pps = Hex.bytes(PPS);
        byte[] sets =
                new ByteWriter()
                        .u32(sps.length)
                        .bytes(sps)
                        .u32(pps.length)
                        .bytes(pps)
                        .toByteArray();
        byte[] picture = unit("6588", 50);
        byte[] delimiter = unit("09F0", 2);
        Receiver to = new Receiver(h264()).frame(joined(delimiter, sets, picture), true, 0);
        assertThat(to.received).hasSize(3);
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(picture);
    }

    @Test
    void aPictureThatIsNoneIsRefused() throws Exception {
        Receiver to = new Receiver(h264());
        assertThatThrownBy(() -> to.frame(Hex.bytes("00000010 6588"), true, 0))
                .isInstanceOf(ProtocolException.class);
        assertThat(to.packets.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 1_356, 1_357, 8_191})
    void aac(int bytes) throws Exception {
        var config = AacConfig.of(44_100, 2);
        Receiver to = new Receiver(config).frame(random(bytes), true, 1_024);
        assertThat(to.codecs()).containsExactly(config);
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(random(bytes));
        assertThat(to.received.stream().filter(RtpPacket::marker)).hasSize(1);
    }

    @Test
    void anAacFrameThatHasNoSizeInRtpIsRefused() throws Exception {
        Receiver to = new Receiver(AacConfig.of(44_100, 2));
        assertThatThrownBy(() -> to.frame(random(8_192), true, 0))
                .hasMessageContaining("size of an AAC frame");
    }

    @Test
    void opus() throws Exception {
        byte[] frame = joined(Hex.bytes("FC"), random(200)); // CELT, 20 ms, stereo
        Receiver to = new Receiver(OpusConfig.of(2)).frame(frame, true, 960);
        assertThat(to.codecs()).containsExactly(OpusConfig.of(2));
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(frame);
    }

    @ParameterizedTest
    @CsvSource({"7, 2, 8", "8, 2, 0", "7, 3, 97"})
    void g711(int flvCodec, int bits, int payloadType) throws Exception {
        String name = flvCodec == 7 ? "G.711 A-law" : "G.711 mu-law";
        var config = new OpaqueConfig(TrackKind.AUDIO, flvCodec, bits, name);
        Receiver to = new Receiver(config).frame(random(1_600), true, 100);
        assertThat(to.codecs()).containsExactly(config);
        assertThat(
                        joined(
                                to.units().stream()
                                        .map(PayloadItem.Unit::payload)
                                        .toArray(byte[][]::new)))
                .isEqualTo(random(1_600));
        assertThat(to.received).allMatch(packet -> packet.payloadType() == payloadType);
        assertThat(to.units())
                .extracting(PayloadItem.Unit::rtpTimestamp)
                .containsExactly(100, 100 + 1_360 / (bits == 3 ? 2 : 1));
    }

    @Test
    void mp3() throws Exception {
        byte[] frame = joined(Hex.bytes("FFFBE000"), random(1_044 - 4)); // 320 kbit/s, 44.1 kHz
        Receiver to = new Receiver(new Mp3Config(44_100, 2)).frame(frame, true, 0);
        assertThat(to.codecs()).containsExactly(new Mp3Config(44_100, 2));
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(frame);
    }

    @Test
    void largeFramesOfMp3AreInPieces() throws Exception {
        byte[] frame = joined(Hex.bytes("FFFDE800"), random(1_728 - 4)); // layer II, 384 kbit/s
        Receiver to = new Receiver(new Mp3Config(32_000, 2)).frame(frame, true, 0);
        assertThat(to.received).hasSize(2);
        assertThat(to.units()).extracting(PayloadItem.Unit::payload).containsExactly(frame);
    }

    /// RFC 4184, 4.1: whole; then one whose first packet has five eighths, then one of three.
    @ParameterizedTest
    @CsvSource({"768, 0001", "1792, 0102 0302", "3840, 0203 0303 0303"})
    void ac3(int bytes, String heads) throws Exception {
        OutgoingFormat format =
                OutgoingFormat.of(new Ac3Config(false, 48_000, 7, true)).orElseThrow();
        assertThat(format.encoding()).isEqualTo("AC3/48000/6");
        var packets = new RtpPackets(0, format.payloadType(), 1, 0);
        format.packetiser().packetise(random(bytes), true, 0, packets);
        var seen = new ArrayList<String>();
        var whole = new ByteWriter();
        for (ByteBuffer datagram : packets.datagrams()) {
            byte[] payload = new byte[datagram.remaining() - RtpPacket.HEADER_BYTES];
            datagram.get(RtpPacket.HEADER_BYTES, payload);
            seen.add("%02x%02x".formatted(payload[0], payload[1]));
            whole.put(payload, 2, payload.length - 2);
        }
        assertThat(String.join(" ", seen)).isEqualTo(heads);
        assertThat(whole.toByteArray()).isEqualTo(random(bytes));
    }

    @Test
    void whatHasNoWayIsLeftOut() throws Exception {
        assertThat(OutgoingFormat.of(OpusConfig.of(6))).isEmpty();
        assertThat(OutgoingFormat.of(new Ac3Config(true, 48_000, 7, true))).isEmpty();
        assertThat(OutgoingFormat.of(new OpaqueConfig(TrackKind.AUDIO, 11, "Speex"))).isEmpty();
    }

    @Test
    void anotherPictureNeedsNoOtherDescriptionAndAnotherSoundDoes() throws Exception {
        OutgoingFormat small = OutgoingFormat.of(h264()).orElseThrow();
        String larger = "6742C028DA01E0089F97011000000300100000030320F1832A";
        OutgoingFormat large =
                OutgoingFormat.of(
                                H264Config.of(List.of(Hex.bytes(larger)), List.of(Hex.bytes(PPS))))
                        .orElseThrow();
        assertThat(small.covers(large)).isTrue();
        assertThat(small.covers(OutgoingFormat.of(hevc()).orElseThrow())).isFalse();
        OutgoingFormat stereo = OutgoingFormat.of(AacConfig.of(44_100, 2)).orElseThrow();
        assertThat(stereo.covers(OutgoingFormat.of(AacConfig.of(44_100, 1)).orElseThrow()))
                .isFalse();
    }
}
