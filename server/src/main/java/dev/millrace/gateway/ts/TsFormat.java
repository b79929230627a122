package dev.millrace.gateway.ts;

import dev.millrace.channel.WireFormat;

/// The TS wire, which HTTP-TS sends and HLS keeps in segments.
public final class TsFormat {
    public static final WireFormat<TsStart> WIRE = new WireFormat<>("ts", true, TsPackager::new);

    /// The media type of a transport stream, RFC 3555.
    public static final String CONTENT_TYPE = "video/mp2t";

    private TsFormat() {}
}
