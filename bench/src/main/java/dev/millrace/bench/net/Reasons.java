package dev.millrace.bench.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Objects;

/// Why a connection failed, in words that do not differ from one connection to the next.
public final class Reasons {
    private Reasons() {}

    public static String of(IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return switch (e) {
            case UnknownHostException _ -> "no host " + message;
            case SocketTimeoutException _ -> "no answer in time";
            case HttpTimeoutException _ -> "no answer in time";
            case ConnectException _ when e.getMessage() == null -> "connection refused";
            case EOFException _ -> "closed by the server";
            default -> message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        };
    }
}
