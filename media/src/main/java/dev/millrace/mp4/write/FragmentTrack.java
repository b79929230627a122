package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import dev.millrace.mp4.write.HeaderWriting.Span;
import java.util.List;
import java.util.stream.Stream;

/// A track whose samples are all in fragments.
///
/// @param number from 1 on
/// @param ticksPerSecond of its clock
/// @param codecs all that it has, in turn; at least one
/// @param told how many of them, from the first on, every player has read in the head
record FragmentTrack(int number, int ticksPerSecond, List<Codec> codecs, int told) {
    /// As MPEG systems count, so that their times come out as they went in.
    private static final int VIDEO_TICKS_PER_SECOND = 90_000;

    FragmentTrack {
        codecs = List.copyOf(codecs);
    }

    /// A track whose head is read. Sound counts in samples, so that frames of equal length are.
    static FragmentTrack of(int number, List<Codec> codecs) {
        int ticksPerSecond =
                codecs.getFirst() instanceof AudioCodec audio
                        ? audio.sampleRate()
                        : VIDEO_TICKS_PER_SECOND;
        return new FragmentTrack(number, ticksPerSecond, codecs, 1);
    }

    /// The same track with one of its codecs. Its description is whole in any case, and named so:
    /// Apple's players want no other (`avc1`, `hvc1`), and nobody minds what is said twice.
    ///
    /// @param isTold whether every player has read it in the head
    FragmentTrack with(Codec codec, boolean isTold) {
        return new FragmentTrack(number, ticksPerSecond, List.of(codec), isTold ? 1 : 0);
    }

    TrackKind kind() {
        return codecs.getFirst().kind();
    }

    boolean has(Codec codec) {
        return codecs.contains(codec);
    }

    /// The number of a description, from 1 on.
    int description(Codec codec) {
        int index = codecs.indexOf(codec);
        if (index < 0) {
            throw new IllegalArgumentException("the movie has no " + codec);
        }
        return index + 1;
    }

    /// How it is written: key frames of a configuration that is not [#told] bring it along, since
    /// there are players that read no description but the first. ISO/IEC 14496-15, 5.4.2 (`avc3`)
    /// and 8.4.1 (`hev1`).
    Sample written(Sample sample) {
        Frame frame = sample.frame();
        List<byte[]> sets = parameterSets(sample.codec());
        if (!frame.header().key() || description(sample.codec()) <= told || sets.isEmpty()) {
            return sample;
        }
        var payload = new ByteWriter(frame.payload().length + 256);
        for (byte[] set : sets) {
            payload.u32(set.length).bytes(set);
        }
        byte[] bytes = payload.bytes(frame.payload()).toByteArray();
        FrameHeader header = frame.header();
        return new Sample(
                sample.codec(),
                new Frame(
                        FrameHeader.video(header.dtsUs(), header.ctsUs(), true, bytes.length),
                        bytes));
    }

    private static List<byte[]> parameterSets(Codec codec) {
        return switch (codec) {
            case H264Config h264 ->
                    Stream.concat(h264.sps().stream(), h264.pps().stream()).toList();
            case HevcConfig hevc -> hevc.nalUnits();
            default -> List.of();
        };
    }

    long ticks(long us) {
        return Math.floorDiv(
                us * ticksPerSecond + MediaTime.US_PER_SECOND / 2, MediaTime.US_PER_SECOND);
    }

    byte[] trak() {
        byte[] none = ints(0);
        byte[] stbl =
                box(
                        "stbl",
                        SampleEntryWriting.stsd(codecs),
                        full("stts", 0, none),
                        full("stsc", 0, none),
                        full("stsz", 0, ints(0, 0)),
                        full("stco", 0, none));
        return HeaderWriting.trak(number, codecs.getFirst(), 0, new Span(ticksPerSecond, 0), stbl);
    }
}
