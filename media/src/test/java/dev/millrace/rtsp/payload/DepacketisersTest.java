package dev.millrace.rtsp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.SessionDescription;
import java.util.List;

class DepacketisersTest {
    private static final List<String> MEDIA =
            List.of(
                    "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000",
                    "m=video 0 RTP/AVP 96\na=rtpmap:96 H265/90000",
                    "m=audio 0 RTP/AVP 96\na=rtpmap:96 mpeg4-generic/48000/2",
                    "m=audio 0 RTP/AVP 96\na=rtpmap:96 mpeg4-generic/8000\n"
                            + "a=fmtp:96 mode=AAC-lbr;ctsdeltalength=32;streamstateindication=32",
                    "m=audio 0 RTP/AVP 96\na=rtpmap:96 MP4A-LATM/44100\n"
                            + "a=fmtp:96 cpresent=0;config=40002410",
                    "m=audio 0 RTP/AVP 14",
                    "m=audio 0 RTP/AVP 96\na=rtpmap:96 opus/48000/2",
                    "m=audio 0 RTP/AVP 0");

    /// Any packets are frames or nothing. The first byte is the kind; then follow packets: flags
    /// (marker, new timestamp, loss), length, payload.
    @FuzzTest(maxDuration = "5s")
    void neverThrows(byte[] bytes) throws ProtocolException {
        var in = new ByteReader(bytes);
        if (!in.hasRemaining()) {
            return;
        }
        String text = MEDIA.get(in.u8() % MEDIA.size());
        PayloadFormat format = PayloadFormat.of(SessionDescription.parse(text).media().getFirst());
        int timestamp = 0;
        while (in.remaining() >= 2) {
            int flags = in.u8();
            int length = in.u8();
            byte[] payload = in.bytes(Math.min(length, in.remaining()));
            timestamp += (flags & 2) * 1_000;
            var packet = new RtpPacket((flags & 1) != 0, 96, 0, timestamp, 1, payload);
            format.depacketiser().packet(packet, (flags & 4) / 4, DepacketisersTest::check);
        }
        format.depacketiser().end(DepacketisersTest::check);
    }

    private static void check(PayloadItem item) {
        switch (item) {
            case PayloadItem.Configuration(var codec) -> assertThat(codec.codecName()).isNotBlank();
            case PayloadItem.Unit unit -> assertThat(unit.payload()).isNotEmpty();
        }
    }
}
