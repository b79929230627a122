package dev.millrace.net.http;

import dev.millrace.net.OpenPort;
import dev.millrace.net.SocketEndPoint;
import dev.millrace.net.TlsRules;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// Makes the listeners: HTTP/1.1 and HTTP/2, each plain and over TLS.
final class HttpConnectors {
    private static final int BACKLOG = 1024;
    static final int SELECTORS = Runtime.getRuntime().availableProcessors();

    private final Server server;
    private final ConnectionWatch watch;

    HttpConnectors(Server server, ConnectionWatch watch) {
        this.server = server;
        this.watch = watch;
    }

    OpenPort plain(InetSocketAddress place) {
        HttpConfiguration http = configuration();
        return connector(
                "http",
                place,
                new HttpConnectionFactory(http),
                limited(new ByPriorKnowledge(http)));
    }

    OpenPort secure(HttpSettings.Secure secure) {
        HttpConfiguration http = configuration();
        // Clients may use the address as well as the name: the certificate is for them to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        var http1 = new HttpConnectionFactory(http);
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server tls = TlsRules.port(secure.identity().context());
        return connector(
                "https",
                secure.listen(),
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                limited(new HTTP2ServerConnectionFactory(http)),
                http1);
    }

    private static HttpConfiguration configuration() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HttpLimits.REQUEST_HEADER_BYTES_MAX);
        http.setMaxResponseHeaderSize(HttpLimits.RESPONSE_HEADER_BYTES_MAX);
        // Bodies are heap arrays, and copying them to a direct buffer is the channel's business.
        http.setUseOutputDirectByteBuffers(false);
        return http;
    }

    private static ConnectionFactory limited(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(HttpLimits.STREAMS_MAX);
        // Browsers open a WebSocket on a connection of its own then, where it can be upgraded.
        http2.setConnectProtocolEnabled(false);
        return http2;
    }

    private OpenPort connector(
            String name, InetSocketAddress address, ConnectionFactory... protocols) {
        var connector = new WatchedConnector(server, watch, protocols);
        connector.setName(name);
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        return connector;
    }

    /// HTTP/2 without TLS for clients that know that it is there (RFC 9113, section 3.3). The way
    /// of an `Upgrade` is given up by that RFC; with the client of the JDK, one in two hundred of
    /// them ended with a closed connection when the machine was busy.
    private static final class ByPriorKnowledge extends HTTP2CServerConnectionFactory {
        ByPriorKnowledge(HttpConfiguration http) {
            super(http);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector,
                EndPoint endPoint,
                MetaData.Request request,
                HttpFields.Mutable answer) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, answer)
                    : null;
        }
    }

    /// Tells the watch of every connection, before its first byte.
    private static final class WatchedConnector extends OpenPort {
        private final ConnectionWatch watch;

        WatchedConnector(Server server, ConnectionWatch watch, ConnectionFactory... protocols) {
            super(server, SELECTORS, protocols);
            this.watch = watch;
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(
                SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            var socket = new SocketEndPoint(selector, key, getScheduler());
            socket.setIdleTimeout(getIdleTimeout());
            return socket;
        }

        @Override
        protected void onEndPointOpened(EndPoint endPoint) {
            super.onEndPointOpened(endPoint);
            watch.opened(endPoint);
        }

        @Override
        protected void onEndPointClosed(EndPoint endPoint) {
            watch.closed(endPoint);
            super.onEndPointClosed(endPoint);
        }
    }
}
