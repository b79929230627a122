package dev.millrace.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/// What listening ports have in common, whatever is spoken on them.
public final class Ports {
    private Ports() {}

    /// Binds a connector to the host and port that are set in it, under its name.
    ///
    /// @return where it listens; the port is a real one even if 0 was asked for
    /// @throws BindException saying which port, when it is taken or forbidden
    public static InetSocketAddress bind(ServerConnector connector) throws BindException {
        var wanted = new InetSocketAddress(connector.getHost(), connector.getPort());
        try {
            connector.open();
        } catch (IOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new BindException(
                    "%s cannot listen on %s: %s"
                            .formatted(
                                    connector.getName(),
                                    Addresses.text(wanted),
                                    reason.getMessage()));
        }
        return new InetSocketAddress(wanted.getAddress(), connector.getLocalPort());
    }

    /// Whether somebody else has a place, or nobody may have it. Opens it and closes it again.
    ///
    /// @throws BindException saying which port
    public static void probe(String name, InetSocketAddress place) throws BindException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(place);
        } catch (IOException e) {
            throw new BindException(
                    "%s cannot listen on %s: %s"
                            .formatted(name, Addresses.text(place), e.getMessage()));
        }
    }

    /// The socket under whatever is spoken on it.
    public static EndPoint socket(EndPoint endPoint) {
        EndPoint socket = endPoint;
        while (socket instanceof EndPoint.Wrapper wrapper) {
            socket = wrapper.unwrap();
        }
        return socket;
    }
}
