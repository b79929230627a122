package dev.millrace.testkit;

import java.util.Random;

/// Runs a property with many random inputs. A failure names the seed that repeats it.
public final class Seeds {
    private static final int RUNS = Integer.getInteger("runs", 200);

    private Seeds() {}

    /// A test of one random input.
    public interface Property {
        void check(Random random) throws Exception;
    }

    public static void forEach(Property property) {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + RUNS; seed++) {
            try {
                property.check(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("replay with -Dseed=%d -Druns=1".formatted(seed), e);
            }
        }
    }
}
