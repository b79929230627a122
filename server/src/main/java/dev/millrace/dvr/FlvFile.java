package dev.millrace.dvr;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvIndex;
import dev.millrace.flv.FlvMetadata;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.flv.FlvTagHeader;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A recording as FLV. Its first tag says how long it is and where its key frames are: room for
/// that is made at the beginning, and filled at the end.
///
/// A configuration that changes is one more sequence header. Times begin at zero.
final class FlvFile implements RecordingFile {
    private static final String METADATA = "onMetaData";

    /// Written at once, if so much has come.
    private static final int PENDING_BYTES_MAX = 256 << 10;

    /// Sound alone can be begun anywhere; a place a second is enough.
    private static final long SOUND_KEYS_US = MediaTime.US_PER_SECOND;

    private final PartFile part;
    private final Map<String, AmfValue> said;
    private final int metadataBytes;
    private final FlvIndex index;
    private final Set<TrackKind> kinds;
    private final long beginsAtUs;
    private final ByteWriter pending = new ByteWriter(64 << 10);
    private final FlvWriter flv = new FlvWriter(pending);
    private final PlayTime time = new PlayTime();
    private final Map<TrackKind, Codec> told = new EnumMap<>(TrackKind.class);
    private long originUs = Long.MIN_VALUE;
    private long soundKeyUs = Long.MIN_VALUE;

    private FlvFile(
            PartFile part,
            FlvMetadata metadata,
            int metadataBytes,
            Set<TrackKind> kinds,
            long beginsAtUs) {
        this.part = part;
        this.said = metadata.said();
        this.index = metadata.index();
        this.metadataBytes = metadataBytes;
        this.kinds = kinds;
        this.beginsAtUs = beginsAtUs;
    }

    /// Begins a file.
    ///
    /// @param said what the publisher says of itself, as it came
    /// @param keysMax for how many key frames there should be room
    static FlvFile begin(PartFile part, Optional<ByteBuffer> said, int keysMax) throws IOException {
        var metadata = new FlvMetadata(said(said), 0, 0, new FlvIndex(keysMax));
        int bodyBytes = metadata.bodyBytesMax();
        var head = new ByteWriter();
        new FlvWriter(head).fileHeader(true, true);
        part.append(head.bytes(metadata.tag(bodyBytes)).toBuffer());
        return new FlvFile(part, metadata, bodyBytes, EnumSet.noneOf(TrackKind.class), 0);
    }

    /// Goes on in a file that was done.
    ///
    /// @throws IOException also if it has no room for an index, since it is not one of ours
    static FlvFile resume(PartFile part) throws IOException {
        SeekableByteChannel file = part.channel();
        FlvScan.Tag first =
                FlvScan.tag(file, FlvScan.firstTag(file))
                        .orElseThrow(() -> new IOException(part.file() + " is empty"));
        byte[] body =
                part.read(first.position() + FlvTagHeader.LENGTH_BYTES, first.header().bodyBytes());
        FlvMetadata metadata =
                FlvMetadata.read(body, FlvIndex.KEYS_MAX)
                        .filter(it -> it.bodyBytesMax() <= body.length)
                        .orElseThrow(() -> new IOException(part.file() + " has no index"));
        var kinds = EnumSet.noneOf(TrackKind.class);
        FlvFileHeader header = header(part);
        if (header.hasAudio()) {
            kinds.add(TrackKind.AUDIO);
        }
        if (header.hasVideo()) {
            kinds.add(TrackKind.VIDEO);
        }
        long atUs = MediaTime.msToUs(metadata.durationMs());
        return new FlvFile(part, metadata, body.length, kinds, atUs);
    }

    private static FlvFileHeader header(PartFile part) throws IOException {
        try {
            return FlvFileHeader.decode(new ByteReader(part.read(0, FlvFileHeader.LENGTH_BYTES)));
        } catch (ProtocolException e) {
            throw new IOException("no FLV: " + e.getMessage(), e);
        }
    }

    /// Finishes a file that was left over.
    ///
    /// @return whether anything of it plays
    static boolean mend(PartFile part) throws IOException {
        FlvScan scan = FlvScan.of(part.channel());
        if (scan.index().keys().isEmpty()) {
            return false;
        }
        part.cut(scan.wholeBytes());
        Optional<FlvMetadata> metadata = scan.metadata();
        if (metadata.isPresent()) {
            writeHead(
                    part,
                    new FlvMetadata(
                            metadata.get().said(),
                            scan.durationMs(),
                            part.bytes(),
                            fitting(metadata.get(), scan)),
                    scan.metadataBytes(),
                    scan.kinds());
        }
        return true;
    }

    /// The index, as far as there is room for it.
    private static FlvIndex fitting(FlvMetadata metadata, FlvScan scan) {
        var empty = new FlvMetadata(metadata.said(), 0, 0, new FlvIndex(2));
        int room = 2 + (scan.metadataBytes() - empty.bodyBytesMax()) / FlvMetadata.KEY_BYTES;
        var index = new FlvIndex(Math.clamp(room, 2, FlvIndex.KEYS_MAX));
        scan.index().keys().forEach(key -> index.key(key.timeMs(), key.position()));
        scan.index().configurations().stream()
                .limit(FlvIndex.CONFIGURATIONS_MAX)
                .forEach(index::configuration);
        return index;
    }

    private static void writeHead(
            PartFile part, FlvMetadata metadata, int metadataBytes, Set<TrackKind> kinds)
            throws IOException {
        var head = new ByteWriter();
        new FlvWriter(head)
                .fileHeader(kinds.contains(TrackKind.AUDIO), kinds.contains(TrackKind.VIDEO));
        part.overwrite(0, head.bytes(metadata.tag(metadataBytes)).toByteArray());
    }

    private static Map<String, AmfValue> said(Optional<ByteBuffer> body) {
        try {
            if (body.isPresent()) {
                var in = new AmfReader(ByteReader.of(body.get()));
                in.next();
                if (in.hasNext() && in.next() instanceof AmfValue.Keyed keyed) {
                    return keyed.properties();
                }
            }
        } catch (ProtocolException e) {
            // What makes no sense is not repeated.
        }
        return Map.of();
    }

    @Override
    public boolean takes(Codec codec) {
        return !index.isFull() || codec.equals(told.get(codec.kind()));
    }

    @Override
    public void write(Codec codec, FrameHeader sent, ByteWriter payload) throws IOException {
        TrackKind kind = sent.kind();
        if (kind == TrackKind.DATA && isMetadata(payload)) {
            return; // the file has its own
        }
        if (originUs == Long.MIN_VALUE) {
            originUs = sent.dtsUs();
        }
        long timeUs = beginsAtUs + Math.max(0, sent.dtsUs() - originUs);
        FrameHeader header = sent.at(timeUs);
        kinds.add(kind);
        if (!codec.equals(told.put(kind, codec)) && FlvMuxer.sequenceHeaderBytes(codec) > 0) {
            index.configuration(bytes());
            flv.sequenceHeader(codec, timeUs);
        }
        if (isPlaceToBegin(header)) {
            index.key(MediaTime.usToMs(timeUs), bytes());
        }
        flv.beginFrame(codec, header);
        pending.put(payload.array(), 0, payload.size());
        flv.endFrame();
        time.add(kind, timeUs);
        if (pending.size() >= PENDING_BYTES_MAX) {
            flush();
        }
    }

    private static boolean isMetadata(ByteWriter payload) {
        return FlvMetadata.name(payload.toByteArray()).filter(METADATA::equals).isPresent();
    }

    private boolean isPlaceToBegin(FrameHeader header) {
        if (header.kind() != TrackKind.AUDIO || kinds.contains(TrackKind.VIDEO)) {
            return header.kind() == TrackKind.VIDEO && header.key();
        }
        boolean isDue =
                soundKeyUs == Long.MIN_VALUE || header.dtsUs() - soundKeyUs >= SOUND_KEYS_US;
        if (isDue) {
            soundKeyUs = header.dtsUs();
        }
        return isDue;
    }

    @Override
    public void flush() throws IOException {
        if (pending.size() > 0) {
            part.append(pending.toBuffer());
            pending.clear();
        }
    }

    @Override
    public Duration gathered() {
        return Duration.ofMillis(800);
    }

    @Override
    public long bytes() {
        return part.bytes() + pending.size();
    }

    @Override
    public Duration duration() {
        return Duration.ofNanos(1_000 * Math.max(time.endUs(), beginsAtUs));
    }

    @Override
    public void finish() throws IOException {
        flush();
        var metadata = new FlvMetadata(said, duration().toMillis(), part.bytes(), index);
        writeHead(part, metadata, metadataBytes, kinds);
    }
}
