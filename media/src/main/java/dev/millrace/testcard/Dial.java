package dev.millrace.testcard;

/// The dial in the middle of the card: a face with ticks, and a hand that turns once a second.
final class Dial {
    private static final int TICKS = 12;
    private static final Colour FACE = Colour.ofRgb(0x141A24);
    private static final Colour RIM = Colour.ofRgb(0xF2F4F8);
    private static final Colour TICK = Colour.ofRgb(0x8C99AE);
    private static final Colour HAND = Colour.ofRgb(0xFFB020);
    private static final Colour HUB = Colour.ofRgb(0x2A3446);
    private static final Colour FLASH = Colour.ofRgb(0xFFFFFF);

    private final int left;
    private final int top;
    private final int radius;
    private final Mask hub;

    /// A dial around `centreX`, `centreY`; all three in pixels and even.
    Dial(int centreX, int centreY, int radius) {
        this.left = centreX - radius;
        this.top = centreY - radius;
        this.radius = radius;
        this.hub = whole(Mask.disc(radius, radius, 0.2 * radius));
    }

    void drawFace(Canvas canvas) {
        canvas.paint(whole(Mask.disc(radius, radius, radius - 1)), left, top, FACE);
        double thickness = Math.max(1.5, 0.045 * radius);
        Mask.Shape rim = Mask.ring(radius, radius, radius - 1 - thickness / 2, thickness);
        canvas.paint(whole(rim), left, top, RIM);
        for (int tick = 0; tick < TICKS; tick++) {
            radial(canvas, (double) tick / TICKS, new Span(0.83, 0.9, 0.035), TICK);
        }
        canvas.paint(hub, left, top, HUB);
    }

    /// The hand at a share of a full turn from the top, and the hub, lit or not.
    void drawHand(Canvas canvas, double turn, boolean lit) {
        radial(canvas, turn, new Span(0.3, 0.74, 0.075), HAND);
        if (lit) {
            canvas.paint(hub, left, top, FLASH);
        }
    }

    private Mask whole(Mask.Shape shape) {
        return Mask.of(2 * radius, 2 * radius, shape);
    }

    /// A stroke pointing away from the centre, in shares of the radius.
    private record Span(double from, double to, double thickness) {}

    /// Draws a stroke in a box of its own, since that is much less to draw than the whole dial.
    private void radial(Canvas canvas, double turn, Span span, Colour colour) {
        double x = StrictMath.sin(2 * Math.PI * turn) * radius;
        double y = -StrictMath.cos(2 * Math.PI * turn) * radius;
        double pen = Math.max(1.5, span.thickness * radius);
        int boxLeft = boxStart(radius + Math.min(span.from * x, span.to * x) - pen);
        int boxTop = boxStart(radius + Math.min(span.from * y, span.to * y) - pen);
        Mask.Shape stroke =
                Mask.stroke(
                        radius + span.from * x - boxLeft,
                        radius + span.from * y - boxTop,
                        radius + span.to * x - boxLeft,
                        radius + span.to * y - boxTop,
                        pen);
        int width = (int) Math.ceil(Math.abs(span.to - span.from) * Math.abs(x) + 2 * pen + 2);
        int height = (int) Math.ceil(Math.abs(span.to - span.from) * Math.abs(y) + 2 * pen + 2);
        canvas.paint(Mask.of(width, height, stroke), left + boxLeft, top + boxTop, colour);
    }

    private static int boxStart(double pixels) {
        return (int) Math.floor(pixels / 2) * 2;
    }
}
