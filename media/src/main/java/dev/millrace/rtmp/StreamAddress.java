package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which stream a client means, put together from its tcUrl, its application and the stream's name.
///
/// @param vhost the virtual host asked for with `?vhost=` or `...vhost...`, else the host of the
///   tcUrl, else empty. Nothing is checked: whether such a host exists is the owner's to know
/// @param app everything in front of the stream's name, several segments perhaps; may be empty
/// @param stream the last segment, without `flv:` or `mp4:`; may be empty
/// @param query the parameters of stream, application and tcUrl, joined with `&`, still encoded;
///   those of the stream come first
public record StreamAddress(String vhost, String app, String stream, String query) {
    private static final List<String> CONTAINERS = List.of("flv:", "mp4:");

    /// Joins the stream's name to the application. Encoders split the path between the two as they
    /// like: what counts is that the last segment of all is the stream.
    static StreamAddress of(ConnectRequest request, String streamName) {
        AddressParts parts = AddressParts.parse(withoutContainer(streamName.strip()));
        List<String> path = new ArrayList<>();
        if (!request.app().isEmpty()) {
            path.add(request.app());
        }
        path.addAll(parts.segments());
        String joined = String.join("/", path);
        int slash = joined.lastIndexOf('/');
        return new StreamAddress(
                AddressParts.parameter(parts.query(), "vhost").orElse(request.vhost()),
                slash < 0 ? "" : joined.substring(0, slash),
                joined.substring(slash + 1),
                AddressParts.joined(parts.query(), request.query()));
    }

    /// The channel of this address in the given virtual host, once its parts have been checked.
    public ChannelName channelIn(String knownVhost) throws Malformed {
        return ChannelName.of(knownVhost, app, stream);
    }

    /// The decoded value of the first parameter called `name`.
    public Optional<String> parameter(String name) {
        return AddressParts.parameter(query, name);
    }

    private static String withoutContainer(String name) {
        for (String container : CONTAINERS) {
            if (name.startsWith(container)) {
                return name.substring(container.length());
            }
        }
        return name;
    }
}
