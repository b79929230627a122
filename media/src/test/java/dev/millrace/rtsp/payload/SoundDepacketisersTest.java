package dev.millrace.rtsp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundDepacketisersTest {
    private static final String LC = "AAC LC, 48000 Hz, 2 channels";

    private static Feed aac(String parameters) throws ProtocolException {
        return new Feed(
                "audio 0 RTP/AVP 97",
                "rtpmap:97 mpeg4-generic/48000/2",
                "fmtp:97 streamtype=5; config=1190" + parameters);
    }

    private static Feed hbr() throws ProtocolException {
        return aac("; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3");
    }

    private static Feed latm(String parameters) throws ProtocolException {
        return new Feed(
                "audio 0 RTP/AVP 97", "rtpmap:97 MP4A-LATM/48000/2", "fmtp:97 " + parameters);
    }

    private static Feed mpa() throws ProtocolException {
        return new Feed("audio 0 RTP/AVP 14", "control:x");
    }

    /// RFC 3640, 3.3.6: sizes of 13 bits, indices of 3.
    @Test
    void aacHasSeveralFramesInAPacket() throws Exception {
        Feed feed = hbr().marked(100, "0020 0010 0018 AABB CCDDEE");
        assertThat(feed.seen()).containsExactly(LC, "100 key aabb", "1124 key ccddee");
    }

    @Test
    void aacMayBeInPieces() throws Exception {
        Feed feed = hbr().packet(100, "0010 0020 AABB").marked(100, "0010 0020 CCDD");
        assertThat(feed.seen()).containsExactly(LC, "100 key aabbccdd");
    }

    @Test
    void aLostPieceDropsTheFrame() throws Exception {
        Feed feed = hbr().packet(100, "0010 0020 AABB").lose(1).marked(1124, "0010 0008 FF");
        assertThat(feed.seen()).containsExactly(LC, "1124 key ff");
        assertThat(feed.dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "0000 AA",
                "0020 0010 0010 AABB",
                "0010 0010 AABB 0000 00FF 00",
                "0020 0010 0011 AABB CCDD",
                "0020 0100 0100 AA"
            })
    void brokenPacketsAreDropped(String payload) throws Exception {
        Feed feed = hbr().marked(100, payload).marked(1124, "0010 0008 FF");
        assertThat(feed.seen()).endsWith("1124 key ff");
    }

    /// RFC 3640, 3.3.5: sizes of 6 bits, indices of 2.
    @Test
    void aacHasAModeForLowRates() throws Exception {
        Feed feed = aac("; mode=AAC-lbr; sizelength=6; indexlength=2; indexdeltalength=2");
        assertThat(feed.marked(1, "0008 08 AABB").seen()).containsExactly(LC, "1 key aabb");
    }

    @Test
    void timesInHeadersArePassedOver() throws Exception {
        Feed feed =
                aac(
                        "; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3;"
                                + " ctsdeltalength=7; dtsdeltalength=7; randomaccessindication=1");
        // size 1, index 0; a time of composition; none of decoding; random access
        assertThat(feed.marked(1, "001A 0008 FF 40 AB").seen()).containsExactly(LC, "1 key ab");
    }

    @Test
    void withoutAConfigurationTheClockSaysEnough() throws Exception {
        Feed feed = new Feed("audio 0 RTP/AVP 97", "rtpmap:97 mpeg4-generic/44100/1");
        assertThat(feed.marked(1, "0010 0008 FF").seen())
                .containsExactly("AAC LC, 44100 Hz, 1 channels", "1 key ff");
    }

    @ParameterizedTest
    @CsvSource({
        "; mode=CELP-cbr, another mode",
        "; mode=AAC-hbr; auxiliarydatasizelength=8, auxiliary data",
        "; mode=AAC-hbr; sizelength=0, no size",
        "; mode=AAC-hbr; sizelength=33, sizelength is 33",
    })
    void otherModesAreNotRead(String parameters, String message) {
        assertThatThrownBy(() -> aac(parameters))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    /// What GStreamer says of 44.1 kHz and one channel.
    @Test
    void latmIsReadToo() throws Exception {
        Feed feed = latm("cpresent=0; config=40002410").marked(1, "02 AABB");
        assertThat(feed.seen()).containsExactly("AAC LC, 44100 Hz, 1 channels", "1 key aabb");
        feed.packet(2, "FF02" + "11".repeat(100)).marked(2, "22".repeat(157));
        assertThat(feed.seen()).containsExactly("2 key " + "11".repeat(100) + "22".repeat(157));
        feed.marked(3, "05 AA").marked(4, "01 BB 01 CC");
        assertThat(feed.seen()).hasSize(2).first().isEqualTo("4 key bb");
    }

    @ParameterizedTest
    @CsvSource({
        "config=40002410, in the stream",
        "cpresent=0, in the stream",
        "cpresent=0; config=C0002410, version 1",
    })
    void otherLatmIsNotRead(String parameters, String message) {
        assertThatThrownBy(() -> latm(parameters))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining(message);
    }

    /// 48 kHz at 32 kbit/s: 96 bytes a frame, 24 ms or 2160 ticks.
    @Test
    void mp3HasSeveralFramesInAPacket() throws Exception {
        String frame = "fffb14c4" + "00".repeat(92);
        Feed feed = mpa().marked(9, "00000000" + frame + frame);
        assertThat(feed.seen())
                .containsExactly(
                        "MP3, 48000 Hz, 1 channels", "9 key " + frame, "2169 key " + frame);
    }

    @Test
    void mp3MayBeInPieces() throws Exception {
        Feed feed = mpa().packet(9, "00000000 FFFB14C4" + "00".repeat(46));
        assertThat(feed.seen()).isEmpty();
        assertThat(feed.marked(9, "00000032" + "00".repeat(46)).seen()).hasSize(2);
        feed.marked(10, "00000032" + "00".repeat(46)).marked(11, "0000 0000 1234");
        feed.marked(12, "00");
        assertThat(feed.seen()).isEmpty();
        assertThat(feed.dropped()).isEqualTo(3);
    }

    /// RFC 6716, 3.1: the first byte says 20 ms of silence in one frame.
    @Test
    void anOpusPacketIsAFrame() throws Exception {
        Feed feed = new Feed("audio 0 RTP/AVP 111", "rtpmap:111 opus/48000/2");
        feed.marked(1, "98 AABB").marked(2, "").marked(3, "FF").marked(961, "98 CC");
        assertThat(feed.seen()).containsExactly("Opus, 2 channels", "1 key 98aabb", "961 key 98cc");
        assertThat(feed.dropped()).isEqualTo(1);
    }

    @Test
    void g711IsCarriedAsItIs() throws Exception {
        Feed feed = new Feed("audio 0 RTP/AVP 8", "control:x").marked(1, "D5D5");
        assertThat(feed.seen().getLast()).isEqualTo("1 key d5d5");
    }

    @ParameterizedTest
    @CsvSource({
        "audio 0 RTP/AVP 96, rtpmap:96 PCMU/16000, G.711 at 16000 Hz",
        "audio 0 RTP/AVP 96, rtpmap:96 G726-32/8000, codec g726-32",
        "audio 0 RTP/AVP 96, control:x, payload type 96",
        "video 0 RTP/AVP 96, rtpmap:96 VP8/90000, codec vp8",
        "video 0 RTP/SAVP 96, rtpmap:96 H264/90000, video over RTP/SAVP",
        "application 0 RTP/AVP 107, rtpmap:107 vnd.onvif.metadata/90000, application",
    })
    void whatIsNotReadIsNamed(String medium, String map, String message) {
        assertThatThrownBy(() -> new Feed(medium, map))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theFirstFormatThatIsReadIsTaken() throws Exception {
        Feed feed =
                new Feed(
                        "audio 0 RTP/AVP 96 97", "rtpmap:96 speex/16000", "rtpmap:97 opus/48000/2");
        assertThat(feed.format().payloadType()).isEqualTo(97);
    }
}
