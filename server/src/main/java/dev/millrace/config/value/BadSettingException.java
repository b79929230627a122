package dev.millrace.config.value;

/// A setting has a value that it must not have. Thrown by the constructors of the config records.
public final class BadSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;

    public BadSettingException(String key, String problem) {
        super(key + ": " + problem);
        this.key = key;
    }

    /// The dotted name of the setting that a person would change.
    public String key() {
        return key;
    }
}
