package dev.millrace.testing;

import java.util.Random;

/// Runs a property with many random inputs. A failure names the seed that repeats it.
public final class Seeds {
    private Seeds() {}

    /// A test of one random input.
    public interface Property {
        void check(Random random) throws Exception;
    }

    /// Checks `property` as often as the system property `runs` says, or `runs` times.
    public static void forEach(int runs, Property property) {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + Integer.getInteger("runs", runs); seed++) {
            try {
                property.check(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("replay with -Dseed=%d -Druns=1".formatted(seed), e);
            }
        }
    }
}
