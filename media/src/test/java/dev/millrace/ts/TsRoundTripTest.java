package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes into the writer comes out of the reader.
class TsRoundTripTest {
    /// The time after which 33 bits of 90 kHz begin again: 26.5 hours.
    private static final long WRAP_TICKS = 1L << 33;

    private static final TsReader.Counters NOTHING_LOST = new TsReader.Counters(0, 0, 0, 0, 0, 0);

    private static List<String> words(List<Frame> frames) {
        return frames.stream().map(Reading::words).toList();
    }

    /// The frames of a sample as the reader should tell them.
    private static List<String> expected(Sample sample, TrackKind kind) {
        return words(sample.later(TsReader.START_US).only(kind).frames());
    }

    private static void nothingIsLost(Reading reading) {
        TsReader.Counters counters = reading.counters();
        assertThat(counters)
                .isEqualTo(new TsReader.Counters(counters.packets(), 0, 0, 0, 0, 0))
                .isNotEqualTo(NOTHING_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac", "h264-size-change", "h264-video-only"})
    void bitByBit(String name) throws Exception {
        Sample sample = Sample.of(name + ".flv");
        Reading reading = Reading.of(sample.toTs());
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            assertThat(words(reading.frames(kind)))
                    .containsExactlyElementsOf(expected(sample, kind));
        }
        nothingIsLost(reading);
    }

    @Test
    void configurationsComeBack() throws Exception {
        Reading reading = Reading.of(Sample.of("h264-size-change.flv").toTs());
        assertThat(reading.codecs())
                .extracting(codec -> ((H264Config) codec).width())
                .containsExactly(160, 128);
        Sample both = Sample.of("h264-bframes-aac.flv");
        List<Codec> codecs = Reading.of(both.toTs()).codecs();
        H264Config sent = (H264Config) both.only(TrackKind.VIDEO).parts().getFirst().codec();
        H264Config told = (H264Config) codecs.getFirst();
        assertThat(Hex.text(told.sps().getFirst())).isEqualTo(Hex.text(sent.sps().getFirst()));
        assertThat(Hex.text(told.pps().getFirst())).isEqualTo(Hex.text(sent.pps().getFirst()));
        assertThat(codecs.getLast()).isEqualTo(AacConfig.of(44_100, 1));
    }

    /// Frames that share a packet get their times from the first: the clock of the samples, not the
    /// milliseconds of the encoder.
    @Test
    void audioAloneKeepsItsTimeToTheMillisecond() throws Exception {
        Sample mp3 = Sample.of("mp3-audio-only.flv").only(TrackKind.AUDIO);
        Sample aac = Sample.of("h264-bframes-aac.flv").only(TrackKind.AUDIO);
        for (Sample sample : List.of(mp3, aac)) {
            Reading reading = Reading.of(sample.toTs());
            List<Frame> frames = reading.frames(TrackKind.AUDIO);
            List<Frame> sent = sample.later(TsReader.START_US).frames();
            assertThat(frames).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(frames.get(i).payload()).isEqualTo(sent.get(i).payload());
                assertThat(frames.get(i).header().dtsUs() - sent.get(i).header().dtsUs())
                        .isBetween(-1_000L, 1_000L);
            }
            nothingIsLost(reading);
        }
        assertThat(Reading.of(mp3.toTs()).codecs()).containsExactly(new Mp3Config(44_100, 2));
    }

    /// The wrap falls into the sample, in one place or another.
    @ParameterizedTest
    @ValueSource(longs = {0, 40, 77, 120, 500, 1_000})
    void timestampsWrap(long msBefore) throws Exception {
        long wrapUs = MediaTime.ticks90kToUs(WRAP_TICKS) / 1_000 * 1_000;
        Sample sample =
                Sample.of("h264-bframes-aac.flv")
                        .later(wrapUs - TsReader.START_US - msBefore * 1_000);
        Reading reading = Reading.of(sample.toTs());
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<Frame> sent = sample.later(TsReader.START_US).only(kind).frames();
            List<Frame> frames = reading.frames(kind);
            assertThat(frames).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(ticks(frames.get(i)) - ticks(sent.get(i))).isZero();
            }
        }
    }

    private static long ticks(Frame frame) {
        return MediaTime.usToTicks90k(frame.header().dtsUs());
    }

    /// A picture every ten seconds for a week: six wraps.
    @Test
    void goesOnForDays() throws Exception {
        var writer = new TsWriter();
        var out = new ByteWriter();
        var h264 = H264Config.of(List.of(Hex.bytes("6742C00A")), List.of(Hex.bytes("68CE")));
        byte[] picture = Hex.bytes("00000002 6588");
        writer.writeTables(out, List.of(h264));
        int count = 7 * 24 * 360;
        for (int i = 0; i < count; i++) {
            writer.write(out, FrameHeader.video(i * 10_000_000L, 80_000, true, 6), picture, 0);
        }
        List<Frame> frames = Reading.of(out.toByteArray()).frames(TrackKind.VIDEO);
        assertThat(frames).hasSize(count);
        for (int i = 0; i < count; i++) {
            FrameHeader header = frames.get(i).header();
            assertThat(header.dtsUs()).isEqualTo(TsReader.START_US + i * 10_000_000L);
            assertThat(header.ctsUs()).isEqualTo(80_000);
        }
    }

    /// A viewer that was moved forward loses what it skipped, and nothing of what follows.
    @Test
    void aSkipIsNoFault() throws Exception {
        Sample sample = Sample.of("h264-bframes-aac.flv");
        var writer = new TsWriter();
        var viewer = new ByteWriter();
        sample.write(writer, viewer);
        sample.later(10_000_000).write(writer, new ByteWriter()); // skipped
        writer.writeDiscontinuity(viewer);
        sample.later(20_000_000).write(writer, viewer);
        Reading reading = Reading.of(viewer.toByteArray());
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            var expected = new ArrayList<>(expected(sample, kind));
            expected.addAll(expected(sample.later(20_000_000), kind));
            assertThat(words(reading.frames(kind))).containsExactlyElementsOf(expected);
        }
        nothingIsLost(reading);
    }

    /// Segments may be cut wherever tables were written, and played alone.
    @Test
    void aSegmentPlaysAlone() throws Exception {
        Sample sample = Sample.of("h264-bframes-aac.flv");
        var writer = new TsWriter();
        sample.write(writer, new ByteWriter());
        var segment = new ByteWriter();
        sample.later(2_000_000).write(writer, segment);
        Reading reading = Reading.of(segment.toByteArray());
        assertThat(words(reading.frames(TrackKind.VIDEO)))
                .containsExactlyElementsOf(expected(sample.later(2_000_000), TrackKind.VIDEO));
        nothingIsLost(reading);
    }

    @Test
    void anyFramesComeBack() {
        Seeds.forEach(random -> {
            var writer = new TsWriter();
            var out = new ByteWriter();
            var h264 = H264Config.of(List.of(Hex.bytes("6742C00A")), List.of(Hex.bytes("68CE")));
            writer.writeTables(out, List.of(h264, AacConfig.of(44_100, 2)));
            var pictures = new ArrayList<String>();
            var sounds = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                boolean isPicture = i == 0 || random.nextBoolean();
                Frame frame = isPicture ? picture(random, i) : sound(random, i);
                writer.write(out, frame.header(), frame.payload(), 0);
                (isPicture ? pictures : sounds).add(Reading.words(received(frame)));
            }
            Reading reading = Reading.of(out.toByteArray());
            assertThat(words(reading.frames(TrackKind.VIDEO))).isEqualTo(pictures);
            assertThat(words(reading.frames(TrackKind.AUDIO))).isEqualTo(sounds);
        });
    }

    private static Frame received(Frame sent) {
        FrameHeader header = sent.header();
        return new Frame(header.at(header.dtsUs() + TsReader.START_US), sent.payload());
    }

    private static Frame picture(Random random, int i) {
        var payload = new ByteWriter();
        boolean key = i % 5 == 0;
        for (int nal = random.nextInt(4); nal >= 0; nal--) {
            byte[] unit = new byte[random.nextInt(2, 1_500)];
            for (int b = 1; b < unit.length; b++) {
                unit[b] = (byte) random.nextInt(1, 256); // no start codes, no trailing zeros
            }
            unit[0] = (byte) (key ? 0x65 : 0x41);
            payload.u32(unit.length).bytes(unit);
        }
        int ctsUs = random.nextInt(-100, 500) * 1_000;
        var header = FrameHeader.video(i * 40_000L, ctsUs, key, payload.size());
        return new Frame(header, payload.toByteArray());
    }

    private static Frame sound(Random random, int i) {
        byte[] payload = new byte[random.nextInt(1, 900)];
        random.nextBytes(payload);
        return new Frame(FrameHeader.audio(i * 40_000L, payload.length), payload);
    }
}
