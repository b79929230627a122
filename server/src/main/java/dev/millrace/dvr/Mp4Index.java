package dev.millrace.dvr;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.write.FragmentedMovie;
import java.util.ArrayList;
import java.util.List;

/// Where the parts of a movie begin, for an index that has its place in the file before they are
/// there. When there is no more room, two parts become one.
final class Mp4Index {
    private static final int BOX_HEADER_BYTES = 8;

    /// Of an index without parts; what each of them needs.
    private static final int INDEX_BYTES = 32;

    private static final int PART_BYTES = 12;

    private final int partsMax;
    private final List<Part> parts = new ArrayList<>();

    private record Part(long bytes, long beginsAtUs) {}

    Mp4Index(int partsMax) {
        this.partsMax = partsMax;
    }

    /// One that has so much room in a file.
    static Mp4Index ofRoom(long bytes) {
        return new Mp4Index((int) ((bytes - BOX_HEADER_BYTES - INDEX_BYTES) / PART_BYTES));
    }

    int roomBytes() {
        return BOX_HEADER_BYTES + INDEX_BYTES + PART_BYTES * partsMax;
    }

    /// What is in that place before anything is known.
    byte[] reserved() {
        return FragmentedMovie.filling(roomBytes());
    }

    /// @param begins whether a player can begin with it
    void add(long bytes, long timeUs, boolean begins) {
        if (parts.isEmpty() || begins) {
            if (parts.size() >= partsMax) {
                thinOut();
            }
            parts.add(new Part(bytes, timeUs));
        } else {
            Part last = parts.removeLast();
            parts.add(new Part(last.bytes + bytes, last.beginsAtUs));
        }
    }

    private void thinOut() {
        for (int i = 0; i + 1 < parts.size(); i++) {
            Part next = parts.remove(i + 1);
            parts.set(i, new Part(parts.get(i).bytes + next.bytes, parts.get(i).beginsAtUs));
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /// The index, in front of the first part. Its times are rounded once, and not part by part.
    byte[] written(FragmentedMovie movie, long durationUs) {
        var told = new ArrayList<FragmentedMovie.Part>();
        for (int i = 0; i < parts.size(); i++) {
            long endUs = i + 1 < parts.size() ? parts.get(i + 1).beginsAtUs : durationUs;
            long lengthMs = MediaTime.usToMs(endUs) - MediaTime.usToMs(parts.get(i).beginsAtUs);
            told.add(
                    new FragmentedMovie.Part(
                            parts.get(i).bytes, MediaTime.msToUs(Math.max(0, lengthMs))));
        }
        byte[] index = movie.index(told);
        int left = roomBytes() - index.length;
        return new ByteWriter(roomBytes())
                .bytes(FragmentedMovie.filling(left))
                .bytes(index)
                .toByteArray();
    }
}
