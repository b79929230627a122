package dev.millrace.client;

import java.io.IOException;

/// Plays FLV over HTTP, with or without end. One thread plays; any thread may close.
public final class HttpFlvPlayer implements MediaSource {
    private final HttpBody body;
    private final FlvStream stream;
    private boolean looked;

    private HttpFlvPlayer(HttpBody body) {
        this.body = body;
        this.stream = new FlvStream(body.in(), "the server ended the stream");
    }

    /// Plays `http://host/app/stream.flv` or `https://…`.
    public static HttpFlvPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the server has agreed to serve the stream.
    ///
    /// @throws RejectedException when it has not; the code is the status of HTTP
    public static HttpFlvPlayer connect(String url, ClientOptions options) throws IOException {
        return new HttpFlvPlayer(HttpBody.get(HttpBody.parse(url), options));
    }

    @Override
    public MediaEvent next() throws IOException {
        if (!looked) {
            Content.FLV.require(body.head());
            looked = true;
        }
        return stream.next();
    }

    @Override
    public void close() {
        body.close();
    }
}
