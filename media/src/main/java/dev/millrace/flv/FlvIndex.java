package dev.millrace.flv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where players can begin in an FLV file: at its key frames, and with which configurations. A
/// [FlvMetadata] carries it in the file's first tag. Belongs to one thread.
///
/// A file may become longer than anyone expected. When there is no more room, every second key
/// frame is forgotten, and from then on every second one is not written down, and so on.
public final class FlvIndex {
    /// Encoders change their configuration a few times at most.
    public static final int CONFIGURATIONS_MAX = 32;

    /// With more, readers would refuse the tag.
    public static final int KEYS_MAX = 3_000;

    private final int keysMax;
    private final List<Key> keys = new ArrayList<>();
    private final List<Long> configurations = new ArrayList<>();
    private int step = 1;
    private long seen;

    /// A key frame.
    ///
    /// @param timeMs its decoding time in the file
    /// @param position of its tag, in bytes from the beginning of the file
    public record Key(long timeMs, long position) {}

    /// @param keysMax from 2 to [#KEYS_MAX]
    public FlvIndex(int keysMax) {
        if (keysMax < 2 || keysMax > KEYS_MAX) {
            throw new IllegalArgumentException("room for %d key frames".formatted(keysMax));
        }
        this.keysMax = keysMax;
    }

    /// Takes in the next key frame.
    public void key(long timeMs, long position) {
        if (seen++ % step != 0) {
            return;
        }
        if (keys.size() == keysMax) {
            thinOut();
            if ((seen - 1) % step != 0) {
                return;
            }
        }
        keys.add(new Key(timeMs, position));
    }

    private void thinOut() {
        for (int i = keys.size() - 1; i > 0; i--) {
            if (i % 2 == 1) {
                keys.remove(i);
            }
        }
        step *= 2;
    }

    /// Takes in a tag that carries a configuration.
    ///
    /// @param position of the tag
    public void configuration(long position) {
        configurations.add(position);
    }

    /// Whether there may be no more configurations.
    public boolean isFull() {
        return configurations.size() >= CONFIGURATIONS_MAX;
    }

    public int keysMax() {
        return keysMax;
    }

    /// In the order of the file.
    public List<Key> keys() {
        return List.copyOf(keys);
    }

    /// Positions of the tags with configurations, in the order of the file.
    public List<Long> configurations() {
        return List.copyOf(configurations);
    }

    /// The last key frame that is not after this time.
    public Optional<Key> atOrBeforeTime(long timeMs) {
        return keys.reversed().stream().filter(key -> key.timeMs <= timeMs).findFirst();
    }

    /// The last key frame that is not behind this position.
    public Optional<Key> atOrBeforePosition(long position) {
        return keys.reversed().stream().filter(key -> key.position <= position).findFirst();
    }
}
