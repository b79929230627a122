package dev.millrace.net.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// A file of any size as an answer, with conditions and ranges: RFC 9110, 13 and 14. It is read as
/// fast as it is taken; no thread waits for who reads slowly.
///
/// @param type as in `Content-Type`
/// @param bytes how long it is
/// @param tag stands for these bytes and no others, without quotes
public record FileContent(String type, Path file, long bytes, String tag) {
    private static final HttpField RANGES =
            new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");

    /// A file as it is now.
    public static FileContent of(String type, Path file) throws IOException {
        long size = Files.size(file);
        long written = Files.getLastModifiedTime(file).toMillis();
        return new FileContent(
                type, file, size, Long.toHexString(written) + "-" + Long.toHexString(size));
    }

    /// Answers a GET or HEAD with the file, or with the part of it that is wanted.
    public void send(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, type);
        headers.put(RANGES);
        String quoted = EntityTags.quote(tag);
        headers.put(HttpHeader.ETAG, quoted);
        if (EntityTags.matches(request.getHeaders().get(HttpHeader.IF_NONE_MATCH), quoted)) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        switch (wanted(request.getHeaders(), quoted)) {
            case ByteRange.All _ -> send(0, bytes - 1, request, response, callback);
            case ByteRange.Part part -> {
                response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
                headers.put(HttpHeader.CONTENT_RANGE, part.contentRange(bytes));
                send(part.first(), part.last(), request, response, callback);
            }
            case ByteRange.Outside _ -> {
                headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + bytes);
                new Problem(
                                HttpStatus.RANGE_NOT_SATISFIABLE_416,
                                "the range begins behind the last of %d bytes".formatted(bytes))
                        .send(request, response, callback);
            }
        }
    }

    private ByteRange wanted(HttpFields asked, String quoted) {
        String range = asked.get(HttpHeader.RANGE);
        String condition = asked.get(HttpHeader.IF_RANGE);
        boolean same = condition == null || condition.strip().equals(quoted);
        return range == null || !same ? new ByteRange.All() : ByteRange.parse(range, bytes);
    }

    /// Answers with some bytes and the file from a place on.
    public void sendFrom(
            byte[] head, long position, Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, head.length + bytes - position);
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
            return;
        }
        var rest =
                Callback.from(
                        () -> copy(position, bytes - position, response, callback),
                        callback::failed);
        response.write(false, ByteBuffer.wrap(head), rest);
    }

    private void send(
            long first, long last, Request request, Response response, Callback callback) {
        long length = last - first + 1;
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
        } else {
            copy(first, length, response, callback);
        }
    }

    private void copy(long position, long length, Response response, Callback callback) {
        Content.copy(Content.Source.from(file, position, length), response, callback);
    }
}
