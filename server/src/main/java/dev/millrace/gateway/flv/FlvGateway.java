package dev.millrace.gateway.flv;

import dev.millrace.channel.WireFormat;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.LiveFormat;
import dev.millrace.gateway.http.LiveGateway;
import dev.millrace.gateway.http.LiveSettings;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/// HTTP-FLV at `/{app}/{stream}.flv`, and FLV over WebSocket at the same place.
public final class FlvGateway {
    private static final LiveFormat<FlvStart> FORMAT =
            new LiveFormat<>(
                    "flv",
                    "video/x-flv",
                    new WireFormat<>("flv", false, FlvPackager::new),
                    FlvStart::prelude);

    private FlvGateway() {}

    /// The handler of these URLs.
    public static Handler create(Hub hub, Supplier<LiveSettings> settings) {
        return new LiveGateway<>(FORMAT, hub, settings);
    }
}
