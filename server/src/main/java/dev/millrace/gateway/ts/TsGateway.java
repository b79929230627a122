package dev.millrace.gateway.ts;

import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.LiveFormat;
import dev.millrace.gateway.http.LiveGateway;
import dev.millrace.gateway.http.LiveSettings;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/// HTTP-TS at `/{app}/{stream}.ts`, and the same over WebSocket.
public final class TsGateway {
    private static final LiveFormat<TsStart> FORMAT =
            new LiveFormat<>("ts", TsFormat.CONTENT_TYPE, TsFormat.WIRE, TsStart::prelude);

    private TsGateway() {}

    /// The handler of these URLs.
    public static Handler create(Hub hub, Supplier<LiveSettings> settings) {
        return new LiveGateway<>(FORMAT, hub, settings);
    }
}
