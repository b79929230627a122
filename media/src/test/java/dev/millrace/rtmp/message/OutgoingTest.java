package dev.millrace.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// The bytes of everything that is not media.
class OutgoingTest {
    private final Outgoing out = new Outgoing(128);

    @Test
    void protocolControl() {
        out.windowAcknowledgementSize(2_500_000)
                .peerBandwidth(2_500_000)
                .chunkSize(60_000)
                .acknowledgement(0x1_0000_0005L);
        assertThat(out.toBuffer())
                .isEqualTo(
                        bytes(
                                """
                                02 000000 000004 05 00000000 002625A0
                                02 000000 000005 06 00000000 002625A0 02 // dynamic
                                02 000000 000004 01 00000000 0000EA60
                                02 000000 000004 03 00000000 00000005    // modulo 2^32
                                """));
    }

    @Test
    void userControl() {
        out.userControl(UserControl.STREAM_BEGIN, 1)
                .userControl(UserControl.PING_REQUEST, -2)
                .bufferLength(1, 3000);
        assertThat(out.toBuffer())
                .isEqualTo(
                        bytes(
                                """
                                02 000000 000006 04 00000000 0000 00000001
                                02 000000 000006 04 00000000 0006 FFFFFFFE
                                02 000000 00000A 04 00000000 0003 00000001 00000BB8
                                """));
    }

    @Test
    void commandsOfTheConnectionAndOfAStream() {
        out.command(0, Command.of("a", 1, AmfNull.NULL)).command(7, Command.of("b", 0));
        assertThat(out.toBuffer())
                .isEqualTo(
                        bytes(
                                """
                                03 000000 00000E 14 00000000
                                02 0001 61 00 3FF0000000000000 05
                                05 000000 00000D 14 07000000
                                02 0001 62 00 0000000000000000
                                """));
    }

    @Test
    void data() {
        out.data(1, AmfValue.of("x"), AmfValue.of(true));
        assertThat(out.toBuffer())
                .isEqualTo(bytes("05 000000 000006 12 01000000 02 0001 78 01 01"));
    }

    @Test
    void aChunkSizeHoldsForWhatFollowsInTheSameBuffer() {
        AmfValue text = AmfValue.of("x".repeat(200));
        out.data(1, text);
        assertThat(out.toBuffer().remaining()).isEqualTo(12 + 128 + 1 + 75);
        out.chunkSize(1000).data(1, text);
        assertThat(out.toBuffer().remaining()).isEqualTo(216 + 16 + 12 + 203);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }
}
