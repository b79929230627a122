package dev.millrace.api.srs;

import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.json.Json;
import java.util.Optional;

/// A virtual host as SRS tells it. Bytes are of all its streams since the server has started.
record VhostJson(
        String id,
        String name,
        boolean enabled,
        int clients,
        long streams,
        @Json.Name("send_bytes") long sendBytes,
        @Json.Name("recv_bytes") long recvBytes,
        KbpsJson kbps,
        HlsJson hls) {
    /// HLS of streams of which no rule says anything in particular.
    ///
    /// @param fragment the shortest segment, in seconds
    record HlsJson(boolean enabled, @Json.LeftOutIfEmpty Optional<Double> fragment) {
        static HlsJson of(HlsSettings hls) {
            double seconds = hls.segment().toMillis() / 1e3;
            return new HlsJson(
                    hls.enabled(), hls.enabled() ? Optional.of(seconds) : Optional.empty());
        }
    }
}
