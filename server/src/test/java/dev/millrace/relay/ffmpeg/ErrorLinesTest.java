package dev.millrace.relay.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        new ErrorLines(lines::add)
                .drain(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return lines;
    }

    @Test
    void endsOfLinesAreOfAnyKind() {
        assertThat(lines("a\nb\r\nc\rd\n\n\ne")).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aLineWithoutEndIsCut() {
        assertThat(lines("x".repeat(1 << 20))).containsExactly("x".repeat(500));
    }

    @Test
    void whatWouldSpoilATerminalIsLeftOut() {
        assertThat(lines("red \u001b[31mtext\u0000")).containsExactly("red  [31mtext");
    }
}
