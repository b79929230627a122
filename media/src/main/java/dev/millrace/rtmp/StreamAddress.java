package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;

/// Which stream a client means, put together from its tcUrl, its application and the stream's name.
///
/// @param vhost the virtual host asked for with `?vhost=` or `...vhost...`, else the host of the
///   tcUrl, else empty. Nothing is checked: whether such a host exists is the owner's to know
/// @param app everything in front of the stream's name, several segments perhaps; may be empty
/// @param stream the last segment, without `flv:` or `mp4:`; may be empty
/// @param query the parameters of stream, application and tcUrl, joined with `&`, still encoded;
///   those of the stream come first
public record StreamAddress(String vhost, String app, String stream, String query) {
    /// The channel of this address in the given virtual host, once its parts have been checked.
    public ChannelName channelIn(String knownVhost) throws Malformed {
        return ChannelName.of(knownVhost, app, stream);
    }
}
