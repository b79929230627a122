package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// Reads MPEG-TS from a file, as fast as it is asked to, or from a pipe, as it comes: its first
/// program, or several at once. Damage costs what is damaged.
///
/// One thread reads; any thread may close.
public final class TsStreamReader implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final Deque<Item> items = new ArrayDeque<>();
    private final List<TransportStream> programs;
    private final byte[] buffer = new byte[READ_BYTES];
    private int stream;
    private boolean ended;

    private record Item(int stream, MediaEvent event) {}

    public TsStreamReader(Path file) throws IOException {
        this(Files.newInputStream(file));
    }

    public TsStreamReader(InputStream in) {
        this.in = in;
        this.programs = List.of(new TransportStream(event -> add(0, event)));
    }

    /// Of several programs: [#stream] says which one an event is of.
    ///
    /// @param count of programs, which have the numbers from 1 on
    public TsStreamReader(InputStream in, int count) {
        this.in = in;
        this.programs =
                IntStream.range(0, count)
                        .mapToObj(i -> new TransportStream(i + 1, event -> add(i, event)))
                        .toList();
    }

    @Override
    public MediaEvent next() throws IOException {
        while (items.isEmpty() && !ended) {
            read();
        }
        if (items.isEmpty()) {
            return new MediaEvent.Ended("end of the stream");
        }
        Item item = items.remove();
        stream = item.stream();
        return item.event();
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public void close() {
        Sockets.closeQuietly(in);
    }

    private void add(int of, MediaEvent event) {
        items.add(new Item(of, event));
    }

    private void read() throws IOException {
        int length = in.read(buffer);
        ended = length < 0;
        for (TransportStream program : programs) {
            if (ended) {
                program.end();
            } else {
                program.receive(buffer, length);
            }
        }
    }
}
