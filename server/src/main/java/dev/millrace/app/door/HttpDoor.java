package dev.millrace.app.door;

import dev.millrace.config.value.HostPort;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/// A port of HTTP. Any thread.
public record HttpDoor(HttpServer server, HttpServer.Listening port) implements Doors.Door {
    /// Opens it, without TLS.
    ///
    /// @throws IOException naming the place, if it cannot be opened
    public static HttpDoor open(HttpServer server, HostPort at) throws IOException {
        return new HttpDoor(server, server.listen(at.socketAddress()));
    }

    /// Opens it, with TLS.
    ///
    /// @throws IOException naming the place, if it cannot be opened
    public static HttpDoor openSecure(
            HttpServer server, HostPort at, Optional<PemIdentity> identity) throws IOException {
        var secure = new HttpSettings.Secure(at.socketAddress(), identity.orElseThrow());
        return new HttpDoor(server, server.listen(secure));
    }

    @Override
    public InetSocketAddress address() {
        return port.address();
    }

    @Override
    public void leave() {
        server.leave(port);
    }
}
