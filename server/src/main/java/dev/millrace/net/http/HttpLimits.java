package dev.millrace.net.http;

/// What one client may make us hold, before and beside its request's own meaning.
final class HttpLimits {
    /// Request line and headers: browsers with long cookies stay below 4 KiB.
    static final int REQUEST_HEADER_BYTES_MAX = 8 << 10;

    /// Ours are below 1 KiB; most is what a segment answer says.
    static final int RESPONSE_HEADER_BYTES_MAX = 8 << 10;

    /// Requests at once on one HTTP/2 connection: a page with a dozen players and their segments.
    static final int STREAMS_MAX = 100;

    /// Further connections than may be served are told so; this many beyond that are just closed.
    static final int REFUSALS_MAX = 64;

    private HttpLimits() {}
}
