package dev.millrace.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/// What may happen to a good session on its way to becoming a bad one.
enum Mutation {
    CUT {
        @Override
        byte[] of(byte[] bytes, Random random) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
    },
    FLIP {
        @Override
        byte[] of(byte[] bytes, Random random) {
            byte[] changed = bytes.clone();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return changed;
        }
    },
    OVERWRITE {
        @Override
        byte[] of(byte[] bytes, Random random) {
            byte[] noise = new byte[random.nextInt(1, 64)];
            random.nextBytes(noise);
            byte[] changed = bytes.clone();
            int at = random.nextInt(changed.length);
            System.arraycopy(noise, 0, changed, at, Math.min(noise.length, changed.length - at));
            return changed;
        }
    },
    INSERT {
        @Override
        byte[] of(byte[] bytes, Random random) {
            byte[] noise = new byte[random.nextInt(1, 64)];
            random.nextBytes(noise);
            return join(bytes, random.nextInt(bytes.length), noise);
        }
    },
    REPEAT {
        @Override
        byte[] of(byte[] bytes, Random random) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(1, 4096));
            return join(bytes, to, Arrays.copyOfRange(bytes, from, to));
        }
    },
    REMOVE {
        @Override
        byte[] of(byte[] bytes, Random random) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(1, 512));
            var rest = new ByteArrayOutputStream();
            rest.write(bytes, 0, from);
            rest.write(bytes, to, bytes.length - to);
            return rest.toByteArray();
        }
    },
    NOISE {
        @Override
        byte[] of(byte[] bytes, Random random) {
            byte[] noise = new byte[random.nextInt(1, 8 << 10)];
            random.nextBytes(noise);
            return noise;
        }
    };

    private static final Mutation[] ALL = values();

    abstract byte[] of(byte[] bytes, Random random);

    /// One to three of them, one after the other. What is left empty becomes a byte.
    static byte[] some(byte[] bytes, Random random) {
        byte[] changed = bytes;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            changed = ALL[random.nextInt(ALL.length)].of(changed, random);
            if (changed.length == 0) {
                changed = new byte[] {3};
            }
        }
        return changed;
    }

    private static byte[] join(byte[] bytes, int at, byte[] between) {
        var all = new ByteArrayOutputStream();
        all.write(bytes, 0, at);
        all.writeBytes(between);
        all.write(bytes, at, bytes.length - at);
        return all.toByteArray();
    }
}
