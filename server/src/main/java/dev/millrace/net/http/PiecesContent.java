package dev.millrace.net.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer that is made while it is sent, so that a piece of it is in memory and no more. How
/// long it is, nobody knows in advance: there are no ranges of it, and who asks with HEAD waits
/// until all of it was made. RFC 9110, 8.6, 13 and 14.3.
///
/// @param type as in `Content-Type`
/// @param tag stands for these bytes and no others, without quotes
public record PiecesContent(String type, String tag) {
    private static final Logger LOG = LoggerFactory.getLogger(PiecesContent.class);
    private static final HttpField NO_RANGES =
            new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "none");

    /// What makes it.
    public interface Pieces extends Closeable {
        /// The next piece; empty behind the last.
        Optional<byte[]> next() throws IOException;
    }

    /// Opens what makes it.
    public interface Source {
        Pieces open() throws IOException;
    }

    /// Answers a GET or HEAD. The thread waits for who reads slowly. If a piece cannot be made, the
    /// connection breaks off, so that nobody takes the answer for whole.
    ///
    /// @throws IOException if nothing of it can be made; then nothing was answered
    public void send(Source source, Request request, Response response, Callback callback)
            throws IOException {
        HttpFields.Mutable headers = response.getHeaders();
        String quoted = EntityTags.quote(tag);
        if (EntityTags.matches(request.getHeaders().get(HttpHeader.IF_NONE_MATCH), quoted)) {
            headers.put(HttpHeader.ETAG, quoted);
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        try (Pieces pieces = source.open()) {
            Optional<byte[]> first = pieces.next();
            boolean isHead = HttpMethod.HEAD.is(request.getMethod());
            long bytes = isHead ? bytes(first, pieces) : 0;
            headers.put(HttpHeader.CONTENT_TYPE, type);
            headers.put(HttpHeader.ETAG, quoted);
            headers.put(NO_RANGES);
            if (isHead) {
                headers.put(HttpHeader.CONTENT_LENGTH, bytes);
                callback.succeeded();
            } else {
                write(first, pieces, response, callback);
            }
        }
    }

    private static long bytes(Optional<byte[]> first, Pieces pieces) throws IOException {
        long bytes = 0;
        for (Optional<byte[]> it = first; it.isPresent(); it = pieces.next()) {
            bytes += it.get().length;
        }
        return bytes;
    }

    private static void write(
            Optional<byte[]> first, Pieces pieces, Response response, Callback callback) {
        // Closed only when all is written: its end would be taken for that of the answer.
        OutputStream out = Content.Sink.asOutputStream(response);
        try {
            for (Optional<byte[]> it = first; it.isPresent(); it = pieces.next()) {
                out.write(it.get());
            }
            out.close();
        } catch (IOException e) {
            LOG.debug("an answer broke off: {}", e.toString());
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }
}
