package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.rtmp.message.Outgoing;

/// How a server sends a client elsewhere: the status of HTTP in an error of RTMP, as Flash Media
/// Server began it and SRS has it.
final class Redirection {
    private static final int FOUND = 302;

    private Redirection() {}

    /// The fields of the status. `redirect` is the application there, `redirect2` the stream, if it
    /// is known already.
    static AmfFields fields(RtmpUrl to) {
        AmfFields elsewhere = new AmfFields().put("code", FOUND).put("redirect", to.tcUrl());
        if (!to.stream().isEmpty()) {
            elsewhere.put("redirect2", to.tcUrl() + "/" + to.stream());
        }
        return Outgoing.statusFields("error", "NetConnection.Connect.Rejected", "RTMP 302 Redirect")
                .put("ex", elsewhere.toObject());
    }
}
