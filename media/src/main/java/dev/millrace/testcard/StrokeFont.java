package dev.millrace.testcard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Letters drawn with a round pen, at any size: capitals, digits and a few signs.
final class StrokeFont {
    /// Each glyph is one or more pen strokes from point to point of a grid 4 wide and 6 high, a
    /// point being the digits of its column and row.
    private static final Map<Character, String> GLYPHS =
            Map.ofEntries(
                    Map.entry('0', "10 30 41 45 36 16 05 01 10"),
                    Map.entry('1', "02 20 26 | 06 46"),
                    Map.entry('2', "01 10 30 41 42 06 46"),
                    Map.entry('3', "01 10 30 41 42 33 23 | 33 44 45 36 16 05"),
                    Map.entry('4', "36 30 04 44"),
                    Map.entry('5', "40 00 02 32 43 45 36 16 05"),
                    Map.entry('6', "41 30 10 01 05 16 36 45 44 33 03"),
                    Map.entry('7', "00 40 41 16"),
                    Map.entry('8', "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33"),
                    Map.entry('9', "05 16 36 45 41 30 10 01 02 13 43"),
                    Map.entry('A', "06 02 20 42 46 | 04 44"),
                    Map.entry('B', "33 03 00 30 41 42 33 44 45 36 06 03"),
                    Map.entry('C', "41 30 10 01 05 16 36 45"),
                    Map.entry('D', "00 30 41 45 36 06 00"),
                    Map.entry('E', "40 00 06 46 | 03 33"),
                    Map.entry('F', "40 00 06 | 03 33"),
                    Map.entry('G', "41 30 10 01 05 16 36 45 43 23"),
                    Map.entry('H', "00 06 | 40 46 | 03 43"),
                    Map.entry('I', "00 06"),
                    Map.entry('J', "40 45 36 16 05"),
                    Map.entry('K', "00 06 | 40 03 46"),
                    Map.entry('L', "00 06 46"),
                    Map.entry('M', "06 00 23 40 46"),
                    Map.entry('N', "06 00 46 40"),
                    Map.entry('O', "10 30 41 45 36 16 05 01 10"),
                    Map.entry('P', "06 00 30 41 42 33 03"),
                    Map.entry('Q', "10 30 41 45 36 16 05 01 10 | 24 46"),
                    Map.entry('R', "06 00 30 41 42 33 03 | 23 46"),
                    Map.entry('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
                    Map.entry('T', "00 40 | 20 26"),
                    Map.entry('U', "00 05 16 36 45 40"),
                    Map.entry('V', "00 26 40"),
                    Map.entry('W', "00 06 23 46 40"),
                    Map.entry('X', "00 46 | 40 06"),
                    Map.entry('Y', "00 23 40 | 23 26"),
                    Map.entry('Z', "00 40 06 46"),
                    Map.entry(':', "02 02 | 05 05"),
                    Map.entry('.', "06 06"),
                    Map.entry('-', "03 33"),
                    Map.entry(' ', ""));

    private static final int GRID_ROWS = 6;
    private static final double GAP = 1.9; // between two glyphs, in grid columns
    private static final int SPACE_COLUMNS = 2;

    private final double cell;
    private final double pen;
    private final Map<Character, Mask> masks = new HashMap<>();

    /// Letters `capHeight` pixels high, including the width of the pen.
    StrokeFont(double capHeight) {
        pen = capHeight * 0.15;
        cell = (capHeight - pen) / GRID_ROWS;
    }

    /// Paints `text` with its upper left corner at `left`, `top`.
    void paint(Canvas canvas, String text, int left, int top, Colour colour) {
        double x = left;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            Mask mask = masks.computeIfAbsent(letter, this::mask);
            canvas.paint(mask, (int) x & ~1, top & ~1, colour);
            x += (columns(letter) + GAP) * cell;
        }
    }

    /// How wide `text` is, in pixels.
    int width(String text) {
        double width = pen - GAP * cell;
        for (int i = 0; i < text.length(); i++) {
            width += (columns(text.charAt(i)) + GAP) * cell;
        }
        return (int) Math.ceil(width);
    }

    /// The grid columns a glyph needs, so that an `I` is narrow and all digits are equal.
    private static int columns(char letter) {
        int widest = 0;
        for (String point : glyph(letter).split("[ |]+", -1)) {
            widest = Math.max(widest, point.isEmpty() ? SPACE_COLUMNS : point.charAt(0) - '0');
        }
        return widest;
    }

    private Mask mask(char letter) {
        List<Mask.Shape> lines = lines(glyph(letter));
        double width = columns(letter) * cell + pen;
        return Mask.of(
                (int) Math.ceil(width),
                (int) Math.ceil(GRID_ROWS * cell + pen),
                (x, y) ->
                        lines.stream()
                                .mapToDouble(line -> line.distance(x, y))
                                .min()
                                .orElse(Double.MAX_VALUE));
    }

    private List<Mask.Shape> lines(String glyph) {
        var lines = new ArrayList<Mask.Shape>();
        for (String stroke : glyph.split(" \\| ", -1)) {
            String[] points = stroke.split(" ", -1);
            for (int i = 1; i < points.length; i++) {
                lines.add(line(points[i - 1], points[i]));
            }
        }
        return lines;
    }

    private Mask.Shape line(String from, String to) {
        return Mask.stroke(at(from, 0), at(from, 1), at(to, 0), at(to, 1), pen);
    }

    private double at(String point, int axis) {
        return pen / 2 + (point.charAt(axis) - '0') * cell;
    }

    private static String glyph(char letter) {
        return GLYPHS.getOrDefault(letter, "");
    }
}
