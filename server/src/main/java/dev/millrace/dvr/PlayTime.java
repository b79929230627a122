package dev.millrace.dvr;

import dev.millrace.media.TrackKind;
import java.util.EnumMap;
import java.util.Map;

/// How long frames play, all together: the last one as long as the one before it.
final class PlayTime {
    private final Map<TrackKind, Last> lasts = new EnumMap<>(TrackKind.class);

    private record Last(long timeUs, long lengthUs) {
        long endUs() {
            return timeUs + lengthUs;
        }
    }

    void add(TrackKind kind, long timeUs) {
        if (kind != TrackKind.DATA) {
            Last before = lasts.get(kind);
            long lengthUs = before == null ? 0 : Math.max(0, timeUs - before.timeUs);
            lasts.put(kind, new Last(timeUs, lengthUs));
        }
    }

    long endUs() {
        return lasts.values().stream().mapToLong(Last::endUs).max().orElse(0);
    }
}
