package dev.millrace.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DataFrameTest {
    private static final String SET = "02 000D 40736574446174614672616D65"; // @setDataFrame
    private static final String CLEAR = "02 000F 40636C656172446174614672616D65"; // @clear…
    private static final String METADATA = "02 000A 6F6E4D65746144617461 08 00000000 000009";
    private static final String CUE = "02 000A 6F6E437565506F696E74 05"; // onCuePoint, null

    @Test
    void metadataIsMarkedOnTheWayToAServer() {
        assertThat(DataFrame.wrapMetadata(buffer(METADATA))).isEqualTo(buffer(SET + METADATA));
        assertThat(DataFrame.wrapMetadata(buffer(CUE))).isEqualTo(buffer(CUE));
        assertThat(DataFrame.wrapMetadata(buffer(""))).isEqualTo(buffer(""));
    }

    @Test
    void theMarkIsTakenOff() {
        assertThat(DataFrame.unwrap(buffer(SET + METADATA))).isEqualTo(buffer(METADATA));
        assertThat(DataFrame.unwrap(buffer(METADATA))).isEqualTo(buffer(METADATA));
        assertThat(DataFrame.unwrap(buffer(SET))).isEqualTo(buffer(""));
        assertThat(DataFrame.unwrap(buffer(""))).isEqualTo(buffer(""));
    }

    @Test
    void forgettingMetadataIsNothingForViewers() {
        String name = "02 000A 6F6E4D65746144617461";
        assertThat(DataFrame.unwrap(buffer(CLEAR + name)).hasRemaining()).isFalse();
    }

    @Test
    void whatAServerTellsItsPlayerIsNoPartOfTheStream() {
        assertThat(DataFrame.isForPlayer(buffer("02 0008 6F6E537461747573 05"))).isTrue();
        assertThat(DataFrame.isForPlayer(buffer("02 0011 7C52746D7053616D706C65416363657373")))
                .isTrue();
        assertThat(DataFrame.isForPlayer(buffer(METADATA))).isFalse();
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }

    /// F1: metadata out of any bytes.
    @FuzzTest(maxDuration = "5s")
    void unwrapsAnything(byte[] wire) {
        ByteBuffer body = ByteBuffer.wrap(wire);
        ByteBuffer message = DataFrame.unwrap(body);
        assertThat(message.remaining()).isBetween(0, wire.length);
        DataFrame.isForPlayer(message);
        assertThat(DataFrame.unwrap(DataFrame.wrapMetadata(message)).remaining())
                .isBetween(0, message.remaining());
    }
}
