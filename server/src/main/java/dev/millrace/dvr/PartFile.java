package dev.millrace.dvr;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A file that is being written. It has a name of its own until it is done, so that whatever has
/// its final name is whole. Belongs to one thread.
final class PartFile implements Closeable {
    /// What is behind the names of files that are not done.
    static final String ENDING = ".part";

    private final Path part;
    private final SeekableByteChannel channel;
    private long bytes;

    private PartFile(Path part, SeekableByteChannel channel) throws IOException {
        this.part = part;
        this.channel = channel;
        this.bytes = channel.size();
    }

    /// @throws java.nio.file.FileAlreadyExistsException if somebody else writes it
    static PartFile create(Path file, Disk disk) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ENDING);
        return new PartFile(
                part,
                disk.open(
                        part,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)));
    }

    /// One that was left over.
    static PartFile open(Path part, Disk disk) throws IOException {
        return new PartFile(
                part, disk.open(part, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)));
    }

    long bytes() {
        return bytes;
    }

    Path part() {
        return part;
    }

    /// What it will be called.
    Path file() {
        String name = part.getFileName().toString();
        return part.resolveSibling(name.substring(0, name.length() - ENDING.length()));
    }

    void append(ByteBuffer some) throws IOException {
        channel.position(bytes);
        while (some.hasRemaining()) {
            bytes += channel.write(some);
        }
    }

    /// Replaces what is there.
    void overwrite(long position, byte[] some) throws IOException {
        channel.position(position);
        var left = ByteBuffer.wrap(some);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /// Forgets what is behind.
    void cut(long atBytes) throws IOException {
        channel.truncate(atBytes);
        bytes = atBytes;
    }

    /// Bytes of it.
    byte[] read(long position, int length) throws IOException {
        return read(channel, position, length);
    }

    static byte[] read(SeekableByteChannel channel, long position, int length) throws IOException {
        var some = ByteBuffer.allocate(length);
        channel.position(position);
        while (some.hasRemaining()) {
            if (channel.read(some) < 0) {
                throw new EOFException("%d bytes at %d".formatted(length, position));
            }
        }
        return some.array();
    }

    SeekableByteChannel channel() {
        return channel;
    }

    /// Nothing more will be written: it gets its name, also after a loss of power.
    Path done() throws IOException {
        if (channel instanceof FileChannel file) {
            file.force(true);
        }
        channel.close();
        return Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Nobody needs it.
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
