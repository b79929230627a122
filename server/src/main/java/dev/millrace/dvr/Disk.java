package dev.millrace.dvr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/// The disk that recordings are on. Tests bring one that is slow.
public interface Disk {
    /// The one that the system has.
    Disk REAL =
            new Disk() {
                @Override
                public SeekableByteChannel open(Path file, Set<? extends OpenOption> options)
                        throws IOException {
                    return FileChannel.open(file, options);
                }

                @Override
                public long freeBytes(Path folder) throws IOException {
                    return Files.getFileStore(folder).getUsableSpace();
                }
            };

    SeekableByteChannel open(Path file, Set<? extends OpenOption> options) throws IOException;

    /// How much more can be written.
    long freeBytes(Path folder) throws IOException;
}
