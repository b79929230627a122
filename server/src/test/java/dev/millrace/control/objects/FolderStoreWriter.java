package dev.millrace.control.objects;

import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/// A process that stores objects until it is killed, and prints the key of each that it has stored.
final class FolderStoreWriter {
    private FolderStoreWriter() {}

    public static void main(String[] arguments) throws IOException {
        var random = new Random(Long.parseLong(arguments[1]));
        ObjectStore store = ObjectStores.open("", Path.of(arguments[0]), Optional.empty());
        // The test kills it long before.
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(3_000_000)];
            random.nextBytes(bytes);
            String hash = SegmentId.hash(bytes);
            String key = "camera-" + i % 3 + "/" + hash;
            store.put(key, bytes, hash);
            System.out.println(key);
        }
    }
}
