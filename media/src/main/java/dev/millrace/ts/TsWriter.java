package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Renders one channel as a transport stream. ISO/IEC 13818-1; AAC in ADTS, H.264 and HEVC in annex
/// B.
///
/// One writer serves the channel for its whole life: continuity counters and clock go on over
/// segments, changes of codec and wraps of the 33-bit timestamps. What it writes may be cut
/// wherever [#writeTables] was called, into segments that play alone if a key frame follows.
///
/// ```java
/// var writer = new TsWriter();
/// writer.writeTables(out, List.of(h264, aac));
/// writer.write(out, header, payload, 0);
/// ```
///
/// A track whose codec a transport stream cannot carry is left out of the tables, and its frames
/// with it. Written and read by one thread.
public final class TsWriter {
    private static final int PROGRAM = 1;
    private static final int VERSIONS = 32;

    /// Without video, audio frames go this many microseconds at a time into a PES packet: a third
    /// fewer bytes, and as often as a clock reference is due.
    private static final long AUDIO_ONLY_BATCH_US = TsClock.PCR_INTERVAL_US_MAX;

    /// With pictures so rare that they cannot keep the clock, it is sent before the last audio
    /// frame that comes in time; this early, because milliseconds round.
    private static final long PCR_DUE_US = TsClock.PCR_INTERVAL_US_MAX - 2_000;

    /// A clock that goes back this far was set; less is the disorder of interleaved tracks.
    private static final long CLOCK_SET_US = 1_000_000;

    private final PacketWriter packets = new PacketWriter();
    private final PacketWriter.Pid pat = new PacketWriter.Pid(TsPacket.PID_PAT);
    private final PacketWriter.Pid pmt = new PacketWriter.Pid(0x1000);
    private final PacketWriter.Pid video = new PacketWriter.Pid(0x100);
    private final PacketWriter.Pid audio = new PacketWriter.Pid(0x101);
    private final PacketWriter.Pid metadata = new PacketWriter.Pid(0x102);
    private final byte[] pesHeader = new byte[PesHeader.BYTES_MAX];

    private Pmt map = new Pmt(TsPacket.PID_NONE, List.of());
    private int version;
    private @Nullable AccessUnit accessUnit;
    private @Nullable AudioBatch audioBatch;
    private boolean clockStarted;
    private long clockUs;
    private long droppedNals;
    private long droppedFrames;

    /// Whether frames of this codec can be written.
    public static boolean carries(CodecConfig config) {
        return StreamType.of(config).isPresent();
    }

    /// NAL units left out because they claimed more bytes than their frame had.
    public long droppedNals() {
        return droppedNals;
    }

    /// Frames left out because they were empty, damaged or too large.
    public long droppedFrames() {
        return droppedFrames;
    }

    /// Writes the tables of a program of these tracks, at most one of a kind: at the start of the
    /// stream and of every segment, and where a configuration changes. Audio frames still held back
    /// come first; see [#flush].
    public void writeTables(BytesOut out, Collection<? extends CodecConfig> tracks) {
        writeTables(out, tracks, false);
    }

    /// The same.
    ///
    /// @param withMetadata whether there is a stream for [#writeMetadata], beside video: sound
    ///   alone is packed without a transport stream for HLS
    public void writeTables(
            BytesOut out, Collection<? extends CodecConfig> tracks, boolean withMetadata) {
        flush(out);
        open(tracks, withMetadata);
        ByteWriter programs = new Pat(PROGRAM, pmt.value()).encode();
        writeSection(out, pat, PsiSection.encode(PsiSection.PAT, 1, 0, programs));
        writeSection(
                out, pmt, PsiSection.encode(PsiSection.PMT, PROGRAM, version, map.encode(PROGRAM)));
    }

    /// Writes a frame of a track in the tables; nothing for any other.
    ///
    /// @param payload has the frame's [FrameHeader#lengthBytes] from `offset` on
    public void write(BytesOut out, FrameHeader header, byte[] payload, int offset) {
        Objects.checkFromIndexSize(offset, header.lengthBytes(), payload.length);
        if (header.kind() == TrackKind.VIDEO && accessUnit != null) {
            writeVideo(out, accessUnit, header, payload, offset);
        } else if (header.kind() == TrackKind.AUDIO && audioBatch != null) {
            writeAudio(out, audioBatch, header, payload, offset);
        }
    }

    /// Writes what is said at a time, if the tables have a stream for it.
    ///
    /// @param name of what is said, without zeros
    public void writeMetadata(BytesOut out, long dtsUs, String name, String text) {
        if (map.streams().stream().noneMatch(it -> it.pid() == metadata.value())) {
            return;
        }
        byte[] tag = TimedMetadata.tag(name, text);
        if (tag.length > TsLimits.SAID_PAYLOAD_BYTES_MAX) {
            droppedFrames++;
            return;
        }
        long pts = TsClock.timestamp(dtsUs);
        int headerBytes = PesHeader.put(pesHeader, PesHeader.PRIVATE_ID, pts, pts, tag.length);
        packets.begin(out, metadata, headerBytes + tag.length, 0, dtsUs);
        packets.put(pesHeader, 0, headerBytes);
        packets.put(tag, 0, tag.length);
        packets.end();
    }

    /// Writes the audio frames that wait for more to share a packet with: a tenth of a second at
    /// most, and only where there is no video. To be called before the place of a cut is noted.
    public void flush(BytesOut out) {
        AudioBatch batch = audioBatch;
        if (batch == null || batch.isEmpty()) {
            return;
        }
        long dtsUs = batch.startUs();
        int flags = 0;
        if (accessUnit == null) {
            flags = TsPacket.RANDOM_ACCESS | clock(dtsUs);
        } else if (!clockStarted || batch.endUs() - clockUs > PCR_DUE_US) {
            packets.adaptationOnly(out, video, clock(dtsUs), dtsUs);
        }
        long pts = TsClock.timestamp(dtsUs);
        ByteWriter frames = batch.bytes();
        int headerBytes = PesHeader.put(pesHeader, batch.pesId(), pts, pts, frames.size());
        packets.begin(out, audio, headerBytes + frames.size(), flags, dtsUs);
        packets.put(pesHeader, 0, headerBytes);
        packets.put(frames.array(), 0, frames.size());
        packets.end();
        frames.clear();
    }

    /// Tells a player that what it gets next does not continue what it got before, and with which
    /// counters it goes on: what a viewer needs that is moved forward to a place in the stream.
    /// Written elsewhere when the stream has come to that place.
    public void writeDiscontinuity(BytesOut out) {
        writeDiscontinuity(out, pat);
        writeDiscontinuity(out, pmt);
        for (Pmt.Stream stream : map.streams()) {
            writeDiscontinuity(out, pid(stream));
        }
    }

    private PacketWriter.Pid pid(Pmt.Stream stream) {
        if (stream.pid() == video.value()) {
            return video;
        }
        return stream.pid() == audio.value() ? audio : metadata;
    }

    private void writeDiscontinuity(BytesOut out, PacketWriter.Pid pid) {
        packets.adaptationOnly(out, pid, TsPacket.DISCONTINUITY, 0);
    }

    private void open(Collection<? extends CodecConfig> tracks, boolean withMetadata) {
        accessUnit = null;
        audioBatch = null;
        var streams = new ArrayList<Pmt.Stream>();
        for (CodecConfig track : tracks) {
            AccessUnit unit = AccessUnit.of(track);
            if (unit != null) {
                accessUnit = unit;
                streams.add(stream(video, track));
            }
        }
        for (CodecConfig track : tracks) {
            if (track.kind() == TrackKind.AUDIO && carries(track)) {
                audioBatch = new AudioBatch(track, accessUnit == null ? AUDIO_ONLY_BATCH_US : 0);
                streams.add(stream(audio, track));
            }
        }
        if (withMetadata && accessUnit != null) {
            streams.add(TimedMetadata.stream(metadata.value()));
        }
        int pcrPid = streams.isEmpty() ? TsPacket.PID_NONE : streams.getFirst().pid();
        var newMap = new Pmt(pcrPid, streams);
        if (!newMap.equals(map)) {
            version = (version + 1) % VERSIONS;
            map = newMap;
        }
    }

    private static Pmt.Stream stream(PacketWriter.Pid pid, CodecConfig track) {
        return StreamType.of(track).orElseThrow().stream(pid.value(), track);
    }

    /// A section of less than a packet, which it shares with stuffing.
    private void writeSection(BytesOut out, PacketWriter.Pid pid, byte[] section) {
        byte[] payload = new byte[TsPacket.BODY_BYTES];
        Arrays.fill(payload, (byte) TsPacket.STUFFING);
        payload[0] = 0; // the section begins right behind this byte
        System.arraycopy(section, 0, payload, 1, section.length);
        packets.begin(out, pid, payload.length, 0, 0);
        packets.put(payload, 0, payload.length);
        packets.end();
    }

    private void writeVideo(
            BytesOut out, AccessUnit unit, FrameHeader header, byte[] payload, int offset) {
        if (!unit.read(payload, offset, header.lengthBytes(), header.key())) {
            droppedNals++;
        }
        if (unit.isEmpty()) {
            droppedFrames++;
            return;
        }
        int flags = (header.key() ? TsPacket.RANDOM_ACCESS : 0) | clock(header.dtsUs());
        long pts = TsClock.timestamp(header.ptsUs());
        long dts = TsClock.timestamp(header.dtsUs());
        int sizeBytes = unit.sizeBytes();
        int headerBytes = PesHeader.put(pesHeader, PesHeader.VIDEO_ID, pts, dts, sizeBytes);
        packets.begin(out, video, headerBytes + sizeBytes, flags, header.dtsUs());
        packets.put(pesHeader, 0, headerBytes);
        unit.write(packets);
        packets.end();
    }

    private void writeAudio(
            BytesOut out, AudioBatch batch, FrameHeader header, byte[] payload, int offset) {
        int lengthBytes = header.lengthBytes();
        if (!batch.takes(lengthBytes)) {
            droppedFrames++;
            return;
        }
        if (!batch.isEmpty() && !batch.continues(header.dtsUs(), lengthBytes)) {
            flush(out);
        }
        batch.add(header.dtsUs(), payload, offset, lengthBytes);
        if (batch.isFull()) {
            flush(out);
        }
    }

    /// The flags of an adaptation field that carries the clock, unless it is a little ahead.
    private int clock(long dtsUs) {
        boolean back = clockStarted && dtsUs < clockUs;
        if (back && clockUs - dtsUs < CLOCK_SET_US) {
            return 0;
        }
        clockStarted = true;
        clockUs = dtsUs;
        return back ? TsPacket.PCR | TsPacket.DISCONTINUITY : TsPacket.PCR;
    }
}
