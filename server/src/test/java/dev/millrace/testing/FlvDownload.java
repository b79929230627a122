package dev.millrace.testing;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvItem;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.observe.Sessions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A viewer of HTTP-FLV that keeps what it gets, and reads it with the program's own reader.
public final class FlvDownload implements AutoCloseable {
    private final Download download;

    /// Over plain HTTP, or over WebSocket if the scheme says so.
    public FlvDownload(URI uri) {
        download = uri.getScheme().equals("ws") ? Download.webSocket(uri) : Download.http(uri);
    }

    /// A frame as it is after its times went through a clock of milliseconds.
    public static Frame rounded(Frame frame) {
        FrameHeader header = frame.header();
        long dtsMs = MediaTime.usToMs(header.dtsUs());
        long ptsMs = MediaTime.usToMs(header.ptsUs());
        int ctsUs = (int) MediaTime.msToUs(ptsMs - dtsMs);
        return new Frame(
                new FrameHeader(
                        header.kind(),
                        MediaTime.msToUs(dtsMs),
                        ctsUs,
                        header.key(),
                        header.disposable(),
                        header.lengthBytes()),
                frame.payload());
    }

    public String contentType() {
        return download.contentType();
    }

    public long bytes() {
        return download.bytes().length;
    }

    public Optional<Throwable> failure() {
        return download.failure();
    }

    public void awaitFrames(int count) {
        download.await(
                () -> frames().size() >= count, () -> count + " frames, got " + frames().size());
    }

    public void awaitBytes(long count) {
        download.await(() -> bytes() >= count, () -> count + " bytes, got " + bytes());
    }

    public void awaitEnd() {
        download.await(download::isOver, () -> "the end");
    }

    public void awaitSession(Sessions sessions) {
        download.await(() -> sessions.count() == 1, () -> "a session");
    }

    public FlvFileHeader fileHeader() {
        var reader = new FlvReader();
        read(reader, new ArrayList<>());
        return reader.fileHeader().orElseThrow();
    }

    public List<Frame> frames() {
        return items().stream().filter(item -> item.payload() != null).map(Item::frame).toList();
    }

    public List<CodecConfig> configurations() {
        return items().stream().flatMap(item -> item.configuration().stream()).toList();
    }

    public List<Long> configurationTimesMs() {
        return items().stream()
                .filter(item -> item.configuration().isPresent())
                .map(item -> item.tag().timestampMs())
                .toList();
    }

    /// How many frames came before this configuration.
    public int framesBefore(CodecConfig wanted) {
        return (int)
                items().stream()
                        .takeWhile(item -> !item.configuration().equals(Optional.of(wanted)))
                        .filter(item -> item.payload() != null)
                        .count();
    }

    @Override
    public void close() {
        download.close();
    }

    private record Item(FlvTag tag, FlvItem what) {
        FlvItem.@org.jspecify.annotations.Nullable Payload payload() {
            return what instanceof FlvItem.Payload payload ? payload : null;
        }

        Frame frame() {
            return ((FlvItem.Payload) what).frame(tag.body());
        }

        Optional<CodecConfig> configuration() {
            return what instanceof FlvItem.Configuration(var codec)
                    ? Optional.of(codec)
                    : Optional.empty();
        }
    }

    private List<Item> items() {
        var tags = new ArrayList<FlvTag>();
        read(new FlvReader(), tags);
        var demuxer = new FlvDemuxer();
        var items = new ArrayList<Item>();
        for (FlvTag tag : tags) {
            items.add(new Item(tag, demux(demuxer, tag)));
        }
        return items;
    }

    private static FlvItem demux(FlvDemuxer demuxer, FlvTag tag) {
        try {
            return demuxer.read(
                    tag.kind(),
                    MediaTime.msToUs(tag.timestampMs()),
                    tag.body().length,
                    new ByteReader(tag.body()));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void read(FlvReader reader, List<FlvTag> tags) {
        byte[] bytes = download.bytes();
        try {
            reader.read(bytes, 0, bytes.length, tags::add);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
