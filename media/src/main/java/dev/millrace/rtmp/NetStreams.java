package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The message streams of one connection.
final class NetStreams {
    private final TreeMap<Integer, NetStream> streams = new TreeMap<>();

    /// A new stream with the lowest free number, counting from 1.
    NetStream create() throws OverLimit {
        int id = 1;
        while (streams.containsKey(id)) {
            id++;
        }
        return obtain(id);
    }

    /// The stream a client speaks of, also when it never asked for it: some encoders take the
    /// number for granted.
    NetStream obtain(int id) throws OverLimit {
        NetStream known = streams.get(id);
        if (known != null) {
            return known;
        }
        RtmpLimit.MESSAGE_STREAMS.check(streams.size() + 1L);
        var fresh = new NetStream(id);
        streams.put(id, fresh);
        return fresh;
    }

    Optional<NetStream> find(int id) {
        return Optional.ofNullable(streams.get(id));
    }

    void remove(int id) {
        streams.remove(id);
    }

    /// Those that publish or want to.
    List<NetStream> publishing() {
        return streams.values().stream().filter(NetStream::isPublish).toList();
    }
}
