package dev.millrace.control.objects;

import java.util.regex.Pattern;

/// What keys of objects look like: they become paths and URLs as they are.
final class ObjectKey {
    private static final int LENGTH_MAX = 512;
    private static final String PART = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+";
    private static final Pattern KEY = Pattern.compile(PART + "(?:/" + PART + ")*");

    private ObjectKey() {}

    /// The key, if it is one.
    ///
    /// @throws IllegalArgumentException if it is none
    static String checked(String key) {
        if (key.length() > LENGTH_MAX || !isKey(key)) {
            throw new IllegalArgumentException(
                    ("the key of an object is %s, but must be at most %d letters, digits, -, _, .,"
                                    + " and / between parts, none of which is . or ..")
                            .formatted(key, LENGTH_MAX));
        }
        return key;
    }

    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }
}
