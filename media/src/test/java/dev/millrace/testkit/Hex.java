package dev.millrace.testkit;

import java.util.HexFormat;

/// Bytes as a person writes them down: hexadecimal digits, spaces and lines as one likes, and `//
/// what this is` to the end of a line.
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String annotated) {
        return HexFormat.of().parseHex(annotated.replaceAll("//.*|\\s", ""));
    }

    /// Pairs of digits with nothing between them.
    public static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
