package dev.millrace.control.objects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Opens object stores.
public final class ObjectStores {
    /// The name of the folder, where nobody says another.
    public static final String FOLDER = "objects";

    private ObjectStores() {}

    /// Opens a store. One in a bucket is asked for the first time when it is used.
    ///
    /// @param where `s3://bucket/prefix?endpoint=https://host&region=eu-central-1&path-style=true`,
    ///   of which only the bucket must be there, or the path of a folder; empty for [#FOLDER]
    /// @param folder what a relative path is relative to
    /// @param keys for a bucket; empty to look into the environment, as Amazon's programs do:
    ///   `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or what they know besides
    /// @throws IllegalArgumentException if `where` is neither
    /// @throws IOException if there can be no such folder
    public static ObjectStore open(String where, Path folder, Optional<S3Keys> keys)
            throws IOException {
        if (where.startsWith(S3Place.SCHEME + "://")) {
            return S3Store.open(S3Place.parse(where), keys, S3Limits.DEFAULT);
        }
        if (where.contains("://")) {
            throw new IllegalArgumentException(
                    "objects are at %s://…, but must be at s3://… or in a folder"
                            .formatted(where.substring(0, where.indexOf("://"))));
        }
        return FolderStore.open(folder.resolve(where.isEmpty() ? FOLDER : where));
    }
}
