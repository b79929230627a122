package dev.millrace.control.objects;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Objects that never change: bytes under a key. Keys are paths of ASCII letters, digits, `-`, `_`
/// and `.`, separated by `/`; no part is `.` or `..`.
///
/// Every method ends within the time the store was given, whatever becomes of the connection.
public interface ObjectStore extends AutoCloseable {
    /// Keeps an object. When this returns it is there for good and whole: a crash of this process
    /// or of its machine a moment later loses nothing. Putting the same object again is no error.
    ///
    /// @param hash SHA-256 of the bytes, in hexadecimal digits; what was stored is held against it
    /// @throws IOException if that failed; nothing is there then that looks like the object
    void put(String key, byte[] bytes, String hash) throws IOException;

    /// The bytes of an object.
    ///
    /// @throws NoSuchObjectException if there is none
    /// @throws IOException if it cannot be read, this time
    byte[] get(String key) throws IOException;

    /// Deletes an object. One that is not there is no error.
    void delete(String key) throws IOException;

    /// What is there, in the order of keys.
    List<StoredObject> list(Optional<String> afterKey, int limit) throws IOException;

    /// An object without its bytes.
    ///
    /// @param bytes its length
    record StoredObject(String key, long bytes, Instant storedAt) {}

    /// In words, where it keeps them; without secrets.
    String describe();

    @Override
    void close();
}
