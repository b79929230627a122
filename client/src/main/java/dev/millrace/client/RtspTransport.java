package dev.millrace.client;

/// How an [RtspPlayer] gets its packets, if it can. Once it plays, it does not change from one to
/// the other.
public enum RtspTransport {
    /// Over the connection itself: goes wherever the connection goes, and nothing is lost.
    TCP,

    /// As datagrams: the newest packet is never held up by an older one, and what is lost stays
    /// lost. Firewalls and routers may be in the way. A connection with TLS has its packets inside
    /// all the same; they would be readable otherwise.
    UDP
}
