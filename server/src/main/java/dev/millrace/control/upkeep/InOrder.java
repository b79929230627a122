package dev.millrace.control.upkeep;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Goes through a long list that is read in pieces. One thread.
final class InOrder<T> {
    /// Reads a piece.
    interface Reader<T> {
        List<T> after(Optional<String> key) throws IOException;
    }

    private final Reader<T> reader;
    private final Function<T, String> key;
    private final int batch;
    private final ArrayDeque<T> read = new ArrayDeque<>();
    private Optional<String> last = Optional.empty();
    private boolean isRead;

    /// @param batch how many a piece has, if it is not the last
    InOrder(Reader<T> reader, Function<T, String> key, int batch) {
        this.reader = reader;
        this.key = key;
        this.batch = batch;
    }

    boolean hasNext() throws IOException {
        if (read.isEmpty() && !isRead) {
            List<T> piece = reader.after(last);
            read.addAll(piece);
            isRead = piece.size() < batch;
            last = piece.isEmpty() ? last : Optional.of(key.apply(piece.getLast()));
        }
        return !read.isEmpty();
    }

    T next() {
        return read.removeFirst();
    }

    /// Which of two lists is behind: less than 0 if it is the first. One that is through is never.
    static int compare(InOrder<?> first, InOrder<?> second) throws IOException {
        if (!first.hasNext()) {
            return 1;
        }
        return second.hasNext() ? first.firstKey().compareTo(second.firstKey()) : -1;
    }

    private String firstKey() {
        return key.apply(read.getFirst());
    }
}
