package dev.millrace.gateway.http;

import dev.millrace.bytes.Shown;
import dev.millrace.net.Addresses;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who sent a request, in words for people.
///
/// @param address host and port
/// @param agent what it calls itself; empty if it does not say
public record Client(String address, String agent) {
    private static final int AGENT_LENGTH_MAX = 200;

    public static Client of(Request request) {
        return new Client(
                Addresses.text(request.getConnectionMetaData().getRemoteSocketAddress()),
                shown(request.getHeaders().get(HttpHeader.USER_AGENT)));
    }

    /// The address without the port: players open several connections.
    public String host() {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static String shown(@Nullable String agent) {
        if (agent == null) {
            return "";
        }
        return Shown.of(agent, AGENT_LENGTH_MAX);
    }
}
