package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Makes lines of what a child writes to its standard error, as fast as it writes: one that nobody
/// reads would stop the child.
final class ErrorLines {
    /// What is longer is cut: nobody reads it, and it may never end.
    static final int LINE_BYTES_MAX = 500;

    private static final int READ_BYTES = 4096;

    private final Consumer<String> lines;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int length;

    ErrorLines(Consumer<String> lines) {
        this.lines = lines;
    }

    /// Returns when the child has closed it.
    void drain(InputStream in) {
        byte[] bytes = new byte[READ_BYTES];
        try (in) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                for (int i = 0; i < read; i++) {
                    take(bytes[i]);
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
        hand();
    }

    private void take(byte b) {
        if (b == '\n' || b == '\r') {
            hand();
        } else if (length < LINE_BYTES_MAX) {
            line[length++] = b;
        }
    }

    private void hand() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        length = 0;
        String shown = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (!shown.isEmpty()) {
            lines.accept(shown);
        }
    }
}
