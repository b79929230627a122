package dev.millrace.api.livemix;

import dev.millrace.api.ApiExchange;
import dev.millrace.control.replay.Download;
import dev.millrace.net.http.ByteRange;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a download, or the part of it that is wanted: RFC 9110, 14. It goes out segment by
/// segment; if one cannot be read, the connection breaks off, so that nobody takes it for whole.
record DownloadAnswer(Download download, ApiExchange exchange) {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadAnswer.class);

    /// @param name of the file, where a browser saves it
    void send(String name) throws IOException {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        String tag = '"' + download.tag() + '"';
        headers.put(HttpHeader.CONTENT_TYPE, download.type());
        headers.put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + name + '"');
        headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
        headers.put(HttpHeader.ETAG, tag);
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        switch (wanted(tag)) {
            case ByteRange.All _ -> send(0, download.bytes() - 1);
            case ByteRange.Part(long first, long last) -> {
                exchange.response().setStatus(HttpStatus.PARTIAL_CONTENT_206);
                headers.put(
                        HttpHeader.CONTENT_RANGE,
                        new ByteRange.Part(first, last).contentRange(download.bytes()));
                send(first, last);
            }
            case ByteRange.Outside _ -> {
                headers.remove(HttpHeader.CONTENT_DISPOSITION);
                headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + download.bytes());
                exchange.refuse(
                        new Problem(
                                HttpStatus.RANGE_NOT_SATISFIABLE_416,
                                "the range begins behind the last of %d bytes"
                                        .formatted(download.bytes())));
            }
        }
    }

    private ByteRange wanted(String tag) {
        HttpFields asked = exchange.request().getHeaders();
        String range = asked.get(HttpHeader.RANGE);
        String condition = asked.get(HttpHeader.IF_RANGE);
        boolean same = condition == null || condition.strip().equals(tag);
        return range == null || !same
                ? new ByteRange.All()
                : ByteRange.parse(range, download.bytes());
    }

    private void send(long first, long last) throws IOException {
        exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, last - first + 1);
        if (exchange.is(HttpMethod.HEAD)) {
            exchange.callback().succeeded();
            return;
        }
        // Closed only when all is written: its end would be taken for that of the answer.
        OutputStream out = Content.Sink.asOutputStream(exchange.response());
        try {
            download.write(first, last, out);
            out.close();
        } catch (IOException e) {
            LOG.info("an export broke off: {}", e.toString());
            if (exchange.response().isCommitted()) {
                exchange.callback().failed(e);
                return;
            }
            exchange.response().reset();
            throw e;
        }
        exchange.callback().succeeded();
    }
}
