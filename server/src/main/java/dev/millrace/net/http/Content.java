package dev.millrace.net.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A whole answer in memory, shared by everyone who asks for it, with what HTTP needs to know to
/// send less than all of it: RFC 9110, 12.5.3 (gzip), 13 (conditions), 14 (ranges). Immutable.
///
/// @param type of the body, as in `Content-Type`
/// @param body in order; not to be changed
/// @param gzip the same, compressed
/// @param tag stands for these bytes and no others, without quotes; empty if nobody may ask by it
/// @param caching `Cache-Control`; empty if the caller says it
/// @param ranged whether parts may be asked for
public record Content(
        String type,
        List<ByteBuffer> body,
        Optional<ByteBuffer> gzip,
        String tag,
        String caching,
        boolean ranged) {
    private static final HttpField VARY_BY_ENCODING =
            new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
    private static final HttpField RANGES =
            new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");
    private static final String GZIP = "gzip";

    public Content {
        body = List.copyOf(body);
    }

    public static Content of(String type, byte[] body) {
        return of(type, List.of(ByteBuffer.wrap(body)));
    }

    public static Content of(String type, List<ByteBuffer> body) {
        return new Content(type, body, Optional.empty(), "", "", false);
    }

    public Content tagged(String newTag) {
        return new Content(type, body, gzip, newTag, caching, ranged);
    }

    public Content cached(String cacheControl) {
        return new Content(type, body, gzip, tag, cacheControl, ranged);
    }

    public Content inRanges() {
        return new Content(type, body, gzip, tag, caching, true);
    }

    /// With a compressed form, if that is worth it.
    public Content compressed() {
        ByteBuffer packed = Gzip.compress(body);
        boolean smaller = packed.remaining() < lengthBytes() * 9 / 10;
        return new Content(
                type, body, smaller ? Optional.of(packed) : Optional.empty(), tag, caching, ranged);
    }

    public long lengthBytes() {
        return body.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /// Answers a GET or HEAD with this, or with the part of it that is wanted.
    ///
    /// @return how many bytes of body go out
    public long send(Request request, Response response, Callback callback) {
        HttpFields asked = request.getHeaders();
        HttpFields.Mutable headers = response.getHeaders();
        describe(headers);
        boolean packed =
                gzip.isPresent() && asked.getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains(GZIP);
        String quoted = EntityTags.quote(packed ? tag + "-gzip" : tag);
        if (!tag.isEmpty()) {
            headers.put(HttpHeader.ETAG, quoted);
            if (EntityTags.matches(asked.get(HttpHeader.IF_NONE_MATCH), quoted)) {
                response.setStatus(HttpStatus.NOT_MODIFIED_304);
                callback.succeeded();
                return 0;
            }
        }
        if (packed) {
            headers.put(HttpHeader.CONTENT_ENCODING, GZIP);
            return sendBody(List.of(gzip.orElseThrow()), request, response, callback);
        }
        Optional<String> range = wantedRange(asked, quoted);
        return range.isPresent()
                ? sendRange(range.get(), request, response, callback)
                : sendBody(body, request, response, callback);
    }

    /// Answers with all of this, under the status that was set, whatever was asked.
    void sendUnconditionally(Request request, Response response, Callback callback) {
        describe(response.getHeaders());
        sendBody(body, request, response, callback);
    }

    private void describe(HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, type);
        if (!caching.isEmpty()) {
            headers.put(HttpHeader.CACHE_CONTROL, caching);
        }
        if (gzip.isPresent()) {
            headers.add(VARY_BY_ENCODING);
        }
        if (ranged) {
            headers.put(RANGES);
        }
    }

    /// A range counts only for a GET, and under If-Range only for these very bytes.
    private Optional<String> wantedRange(HttpFields asked, String quotedTag) {
        String condition = asked.get(HttpHeader.IF_RANGE);
        boolean same = condition == null || condition.strip().equals(quotedTag);
        return ranged && same ? Optional.ofNullable(asked.get(HttpHeader.RANGE)) : Optional.empty();
    }

    private long sendRange(String header, Request request, Response response, Callback callback) {
        long length = lengthBytes();
        return switch (ByteRange.parse(header, length)) {
            case ByteRange.All _ -> sendBody(body, request, response, callback);
            case ByteRange.Part part -> {
                response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
                response.getHeaders().put(HttpHeader.CONTENT_RANGE, part.contentRange(length));
                yield sendBody(part.of(body), request, response, callback);
            }
            case ByteRange.Outside _ -> {
                response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + length);
                String detail = "the range begins behind the last of %d bytes".formatted(length);
                new Problem(HttpStatus.RANGE_NOT_SATISFIABLE_416, detail)
                        .send(request, response, callback);
                yield 0;
            }
        };
    }

    private static long sendBody(
            List<ByteBuffer> buffers, Request request, Response response, Callback callback) {
        long length = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
            return 0;
        }
        new BuffersWriter(buffers, response, callback).iterate();
        return length;
    }
}
