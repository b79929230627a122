package dev.millrace.client.rtsp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.client.Recording;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A recording as a camera would send it: H.264 (RFC 6184) and AAC (RFC 3640).
final class RtpCard {
    /// A packet of a track: 0 is the picture, 1 the sound.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Packet(int track, byte[] bytes) {}

    private static final int PAYLOAD_BYTES_MAX = 1_200;
    private static final int SOUND_RATE_HZ = 48_000;

    private final Recording recording;
    private final List<Packet> packets = new ArrayList<>();
    private final int[] sequences = {65_000, 7};

    RtpCard(Recording recording) {
        this.recording = recording;
        recording.frames().forEach(this::add);
    }

    List<Packet> packets() {
        return packets;
    }

    /// What DESCRIBE is answered with.
    String description() {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=card
        t=0 0
        m=video 0 RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1;sprop-parameter-sets=%s
        a=control:track0
        m=audio 0 RTP/AVP 97
        a=rtpmap:97 mpeg4-generic/%d/1
        a=fmtp:97 mode=AAC-hbr;config=%s;sizelength=13;indexlength=3;indexdeltalength=3
        a=control:track1
        """
                .formatted(parameterSets(), SOUND_RATE_HZ, soundConfig());
    }

    /// RFC 3550, 6.6.
    static byte[] bye(int track) {
        return new ByteWriter().u8(0x81).u8(203).u16(1).u32(track).toByteArray();
    }

    private String parameterSets() {
        var config = codec(H264Config.class).orElseThrow();
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(config.sps().getFirst())
                + ","
                + base64.encodeToString(config.pps().getFirst());
    }

    private String soundConfig() {
        return codec(AacConfig.class)
                .map(config -> HexFormat.of().formatHex(config.record()))
                .orElse("1188");
    }

    private <T> Optional<T> codec(Class<T> type) {
        return recording.codecs().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private void add(Frame frame) {
        long ms = frame.header().dtsUs() / 1_000;
        if (frame.header().kind() == TrackKind.AUDIO) {
            int bits = frame.payload().length << 3;
            byte[] payload =
                    new ByteWriter().u16(16).u16(bits).bytes(frame.payload()).toByteArray();
            packet(1, true, (int) (ms * SOUND_RATE_HZ / 1_000), payload);
        } else if (frame.header().kind() == TrackKind.VIDEO) {
            addPicture((int) (ms * 90), frame.payload());
        }
    }

    private void addPicture(int timestamp, byte[] payload) {
        var in = new ByteReader(payload);
        try {
            while (in.hasRemaining()) {
                byte[] nal = in.bytes(in.i32());
                addUnit(timestamp, nal, !in.hasRemaining());
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void addUnit(int timestamp, byte[] nal, boolean isLast) {
        if (nal.length <= PAYLOAD_BYTES_MAX) {
            packet(0, isLast, timestamp, nal);
            return;
        }
        for (int at = 1; at < nal.length; at += PAYLOAD_BYTES_MAX) {
            int end = Math.min(nal.length, at + PAYLOAD_BYTES_MAX);
            int flags = (at == 1 ? 0x80 : 0) | (end == nal.length ? 0x40 : 0);
            byte[] piece =
                    new ByteWriter()
                            .u8((nal[0] & 0xE0) | 28)
                            .u8(flags | (nal[0] & 0x1F))
                            .bytes(Arrays.copyOfRange(nal, at, end))
                            .toByteArray();
            packet(0, isLast && end == nal.length, timestamp, piece);
        }
    }

    private void packet(int track, boolean marker, int timestamp, byte[] payload) {
        byte[] bytes =
                new ByteWriter()
                        .u8(0x80)
                        .u8((marker ? 0x80 : 0) | (96 + track))
                        .u16(sequences[track]++)
                        .u32(timestamp)
                        .u32(track)
                        .bytes(payload)
                        .toByteArray();
        packets.add(new Packet(track, bytes));
    }
}
