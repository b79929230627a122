package dev.millrace.bench.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;

/// The law of stream parsers: what comes out does not depend on how the input was cut.
public final class Cuts {
    private static final int RUNS = Integer.getInteger("runs", 200);

    /// A parser, fresh for every run.
    public interface Parser {
        /// Takes in the next piece.
        void receive(ByteBuffer piece) throws Exception;

        /// Everything that came out.
        Object result();
    }

    /// Makes a parser.
    public interface Maker {
        Parser make();
    }

    private Cuts() {}

    /// Checks that the bytes give `expected` in one piece, byte by byte, and cut at random. A
    /// failure names the seed that repeats it.
    public static void check(byte[] bytes, Maker maker, Object expected) throws Exception {
        assertThat(whole(bytes, maker)).as("in one piece").isEqualTo(expected);
        assertThat(cut(bytes, maker, new Random(0), 1)).as("in single bytes").isEqualTo(expected);
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + RUNS; seed++) {
            var random = new Random(seed);
            int longest = 1 + random.nextInt(bytes.length);
            assertThat(cut(bytes, maker, random, longest))
                    .as("replay with -Dseed=%d -Druns=1", seed)
                    .isEqualTo(expected);
        }
    }

    /// What comes out when all comes at once.
    public static Object whole(byte[] bytes, Maker maker) throws Exception {
        Parser parser = maker.make();
        parser.receive(ByteBuffer.wrap(bytes));
        return parser.result();
    }

    private static Object cut(byte[] bytes, Maker maker, Random random, int longest)
            throws Exception {
        Parser parser = maker.make();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(longest));
            // Direct, as from a socket, and without what comes behind it.
            ByteBuffer piece = ByteBuffer.allocateDirect(length).put(bytes, at, length).flip();
            parser.receive(piece);
            at += length;
        }
        return parser.result();
    }
}
