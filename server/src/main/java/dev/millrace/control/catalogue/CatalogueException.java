package dev.millrace.control.catalogue;

/// The database does not answer, or not as it should. What was asked for may be tried again.
public final class CatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CatalogueException(String message) {
        super(message);
    }

    public CatalogueException(String message, Throwable cause) {
        super(message, cause);
    }
}
