package dev.millrace.client.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.client.MediaEvent;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.testcard.ClockMarker;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final TestCard CARD = new TestCard(TestCardSettings.DEFAULT, 0);
    private static final H264Config H264 = CARD.videoConfig();
    private static final byte[] MARKED = CARD.next().payload();
    private static final long START_NS = 5_000_000_000L;
    private static final long MS = 1_000_000;

    private final Observation observation = new Observation(START_NS);

    @Test
    void aStreamOnTime() {
        assertThat(ProbeText.write(streamOnTime()))
                .isEqualTo(
                        """
                        connected after 3.0 ms
                        first frame after 10.0 ms
                        first key frame after 10.0 ms
                        watched for 4.2 s: the time was up

                        video   H.264 Constrained Baseline 3.0, 640x360, 25.00 frames per second
                                100 frames in 3.96 s: 25.00 per second, 200.0 kbit/s
                                key frame every 1.00 s (1.00 to 1.00)
                                late by 0.0 ms at the median, 3.0 at 95 %, 3.0 at most

                        audio   AAC LC, 48000 Hz, 1 channels
                                100 frames in 3.96 s: 25.00 per second, 8.0 kbit/s
                                late by 0.0 ms at the median, 0.0 at 95 %, 0.0 at most
                        data    1 messages
                        note    the server is tired
                        """);
    }

    @Test
    void theSameForMachines() {
        assertThat(ProbeJson.write(streamOnTime()))
                .isEqualTo(
                        """
                        {"connectMs":3.000,"firstFrameMs":10.000,"firstKeyFrameMs":10.000,\
                        "watchedSeconds":4.200,"end":"the time was up","tracks":[\
                        {"kind":"video","codec":"H.264","rfc6381":"avc1.42C01E",\
                        "profile":"Constrained Baseline","level":"3.0","width":640,"height":360,\
                        "declaredFramesPerSecond":25.000,"configurations":1,"frames":100,\
                        "bytes":100000,"mediaSeconds":3.960,"framesPerSecond":25.000,\
                        "bitsPerSecond":200000.000,"keyIntervalSeconds":{"count":3,"min":1.000,\
                        "mean":1.000,"p50":1.000,"p95":1.000,"max":1.000},"latenessMs":{"count":75,\
                        "min":0.000,"mean":0.320,"p50":0.000,"p95":3.000,"max":3.000},\
                        "gaps":0,"backwardSteps":0},\
                        {"kind":"audio","codec":"AAC","rfc6381":"mp4a.40.2","profile":"LC",\
                        "sampleRate":48000,"channels":1,"configurations":1,"frames":100,\
                        "bytes":4000,"mediaSeconds":3.960,"framesPerSecond":25.000,\
                        "bitsPerSecond":8000.000,"latenessMs":{"count":75,"min":0.000,\
                        "mean":0.000,"p50":0.000,"p95":0.000,"max":0.000},"gaps":0,\
                        "backwardSteps":0}],"dataMessages":1,"notices":["the server is tired"]}\
                        """);
    }

    @Test
    void nothingCame() {
        ProbeReport report = observation.report("closed \"early\"", START_NS + 500 * MS);
        assertThat(ProbeText.write(report))
                .isEqualTo(
                        """
                        connected after 0.0 ms
                        no frame came
                        watched for 0.5 s: closed "early"
                        """);
        assertThat(ProbeJson.write(report))
                .contains("\"end\":\"closed \\\"early\\\"\",\"tracks\":[],");
    }

    @Test
    void timestampsThatJumpAndGoBack() {
        event(new MediaEvent.Configured(H264), 0);
        for (long dtsMs : new long[] {0, 40, 30, 1030, 2031, 2071}) {
            video(dtsMs, dtsMs == 0, 100);
        }
        TrackReport track = observation.report("", START_NS).tracks().getFirst();
        assertThat(track.gaps()).isEqualTo(1);
        assertThat(track.backwardSteps()).isEqualTo(1);
    }

    @Test
    void aChangedConfigurationIsCounted() {
        event(new MediaEvent.Configured(AacConfig.of(48_000, 1)), 0);
        event(new MediaEvent.Configured(AacConfig.of(44_100, 2)), 0);
        TrackReport track = observation.report("", START_NS).tracks().getFirst();
        assertThat(track.configurations()).isEqualTo(2);
        assertThat(track.codec()).isEqualTo(AacConfig.of(44_100, 2));
        assertThat(track.bitsPerSecond()).isZero();
    }

    @Test
    void latencyIsMeasuredByTheClockMarker() {
        event(new MediaEvent.Configured(H264), 0);
        for (int i = 1; i <= 100; i++) {
            byte[] payload = MARKED.clone();
            ClockMarker.write(payload, START_NS + i * 40L * MS);
            var frame = new Frame(FrameHeader.video(i * 40_000L, 0, true, payload.length), payload);
            event(new MediaEvent.Media(frame), i * 41L);
        }
        Spread latency = observation.report("", START_NS).latencyMs();
        assertThat(latency.count()).isEqualTo(100);
        assertThat(latency.p50()).isCloseTo(50, within(0.001));
        assertThat(latency.p95()).isCloseTo(95, within(0.001));
        assertThat(latency.max()).isCloseTo(100, within(0.001));
    }

    @Test
    void markersOfOtherMachinesAreNoMeasure() {
        event(new MediaEvent.Configured(H264), 0);
        byte[] payload = MARKED.clone();
        for (long markNs : new long[] {START_NS + 1_000_000 * MS, 1}) {
            ClockMarker.write(payload, markNs);
            var frame = new Frame(FrameHeader.video(0, 0, true, payload.length), payload);
            event(new MediaEvent.Media(frame), 700_000);
        }
        assertThat(observation.report("", START_NS).latencyMs().count()).isZero();
    }

    @Test
    void percentilesAreMeasuredValues() {
        Spread spread = Spread.of(new double[] {5, 1, 4, 2, 3});
        assertThat(spread).isEqualTo(new Spread(5, 1, 3, 3, 5, 5));
        assertThat(Spread.of(new double[0]).count()).isZero();
        assertThat(List.of(Spread.of(new double[] {7}).p50(), Spread.of(new double[] {7}).p95()))
                .containsOnly(7.0);
    }

    /// Four seconds at 25 frames, a key frame each second, one frame in ten 3 ms late.
    private ProbeReport streamOnTime() {
        observation.connected(START_NS + 3 * MS);
        event(new MediaEvent.Configured(H264), 5);
        event(new MediaEvent.Configured(AacConfig.of(48_000, 1)), 5);
        event(new MediaEvent.Data(new Frame(FrameHeader.data(0, 0), new byte[0])), 5);
        event(new MediaEvent.Notice("the server is tired"), 5);
        for (int i = 0; i < 100; i++) {
            var header = FrameHeader.video(i * 40_000L, 0, i % 25 == 0, 1000);
            int arrivalMs = 10 + i * 40;
            event(media(header), arrivalMs + (i % 10 == 5 ? 3 : 0));
            event(media(FrameHeader.audio(i * 40_000L, 40)), arrivalMs);
        }
        return observation.report("the time was up", START_NS + 4200 * MS);
    }

    private void video(long dtsMs, boolean key, int bytes) {
        event(media(FrameHeader.video(dtsMs * 1000, 0, key, bytes)), dtsMs);
    }

    private static MediaEvent media(FrameHeader header) {
        return new MediaEvent.Media(new Frame(header, new byte[header.lengthBytes()]));
    }

    private void event(MediaEvent event, long ms) {
        observation.event(event, START_NS + ms * MS);
    }
}
