package dev.millrace.client;

import java.io.IOException;

/// Plays MPEG-TS over HTTP, with or without end. One thread plays; any thread may close.
public final class HttpTsPlayer implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final HttpBody body;
    private final EventQueue events = new EventQueue();
    private final TransportStream stream = new TransportStream(events::add);
    private boolean looked;
    private final byte[] buffer = new byte[READ_BYTES];

    private HttpTsPlayer(HttpBody body) {
        this.body = body;
    }

    /// Plays `http://host/app/stream.ts` or `https://…`.
    public static HttpTsPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the server has agreed to serve the stream.
    ///
    /// @throws RejectedException when it has not; the code is the status of HTTP
    public static HttpTsPlayer connect(String url, ClientOptions options) throws IOException {
        return new HttpTsPlayer(HttpBody.get(HttpBody.parse(url), options));
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::receive);
    }

    @Override
    public void close() {
        body.close();
    }

    private void receive() throws IOException {
        if (!looked) {
            Content.MPEG_TS.require(body.head());
            looked = true;
        }
        int length = body.in().read(buffer);
        if (length < 0) {
            stream.end();
            events.add(new MediaEvent.Ended("the server ended the stream"));
        } else {
            stream.receive(buffer, length);
        }
    }
}
