package dev.millrace.gateway.flv;

import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Packager;
import dev.millrace.channel.WireOut;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders a channel as FLV tags that every viewer shares. The header of a tag goes out when its
/// frame begins, the payload as it arrives, so that a large picture is on its way before it is
/// whole.
///
/// Tags carry the channel's own time: a viewer's clock starts where the channel's is.
final class FlvPackager implements Packager<FlvStart> {
    private final FlvWriter flv = new FlvWriter(this::put);
    private final Map<TrackKind, Track> sent = new EnumMap<>(TrackKind.class);
    private @Nullable WireOut out;

    @Override
    public FlvStart open(Group group, boolean missed, WireOut wire) {
        boolean first = sent.isEmpty();
        if (first || missed) {
            // Everyone who reads from here gets a prelude with these configurations.
            group.catalog().tracks().forEach(track -> sent.put(track.kind(), track));
        }
        return new FlvStart(group.catalog(), group.isFirst(), group.startDtsUs());
    }

    @Override
    public void frame(GroupFrame frame, WireOut wire) {
        out = wire;
        Track track = frame.track();
        Codec codec = (Codec) track.config();
        if (!track.equals(sent.put(track.kind(), track))) {
            flv.sequenceHeader(codec, frame.header().dtsUs());
        }
        flv.beginFrame(codec, frame.header());
    }

    @Override
    public void payload(ByteBuffer bytes, WireOut wire) {
        int length = bytes.remaining();
        wire.put(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        bytes.position(bytes.limit());
    }

    @Override
    public void endFrame(GroupFrame frame, WireOut wire) {
        out = wire;
        flv.endFrame();
    }

    private void put(byte[] source, int offset, int length) {
        WireOut wire = out;
        if (wire == null) {
            throw new IllegalStateException("nothing to write to");
        }
        wire.put(source, offset, length);
    }
}
