package dev.millrace.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Connects sockets, plain and TLS.
public final class Sockets {
    private Sockets() {}

    public static Socket connect(String host, int port, boolean isSecure, ClientOptions options)
            throws IOException {
        var socket = new Socket();
        try {
            var address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("no address for the host " + host);
            }
            socket.connect(address, options.connectTimeoutMs());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(options.readTimeoutMs());
            return isSecure ? secured(socket, host, options) : socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    /// Whom to trust with TLS.
    static SSLSocketFactory tls(ClientOptions options) {
        return options.tls()
                .map(context -> context.getSocketFactory())
                .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    public static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is over either way, and nobody is left to be told.
        }
    }

    private static Socket secured(Socket socket, String host, ClientOptions options)
            throws IOException {
        var secured = (SSLSocket) tls(options).createSocket(socket, host, socket.getPort(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is of this host
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
