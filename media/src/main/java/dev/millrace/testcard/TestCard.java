package dev.millrace.testcard;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import java.util.Optional;

/// A stream without a camera: moving test picture and a beep each second, without end.
///
/// Frames come in decoding order, as fast as they are asked for; who wants them in real time waits
/// until [#nextDtsUs]. Every video frame is a key frame or refers to the one before it, and begins
/// with a [ClockMarker] whose clock the publisher may set. The same settings and time of day give
/// the same bytes.
///
/// Belongs to one thread.
public final class TestCard {
    private final TestCardSettings settings;
    private final CardDesign design;
    private final Picture picture;
    private final PictureEncoder encoder;
    private final H264Config videoConfig;
    private final Padding padding;
    private final long firstVideo;
    private final long originUs;
    private long nextVideo;
    private long nextAudio;

    /// A test card whose clock starts at a time of day in UTC, microseconds since midnight, rounded
    /// up to the next picture.
    public TestCard(TestCardSettings settings, long timeOfDayUs) {
        this.settings = settings;
        design = new CardDesign(settings);
        picture = new Picture(settings.width(), settings.height());
        encoder = new PictureEncoder(picture);
        videoConfig = new ParameterSets(settings).config();
        padding = new Padding(settings);
        firstVideo =
                Math.ceilDiv(timeOfDayUs * settings.framesPerSecond(), MediaTime.US_PER_SECOND);
        nextVideo = firstVideo;
        originUs = videoTimeUs(firstVideo);
        long audioSpan = AacEncoder.FRAME_SAMPLES * MediaTime.US_PER_SECOND;
        nextAudio = Math.ceilDiv(originUs * Beep.SAMPLE_RATE, audioSpan);
    }

    public H264Config videoConfig() {
        return videoConfig;
    }

    public Optional<AacConfig> audioConfig() {
        return settings.audio() ? Optional.of(AacEncoder.config()) : Optional.empty();
    }

    /// Decoding time of the frame that [#next] will return; the first is 0, and a video frame.
    public long nextDtsUs() {
        long videoUs = videoTimeUs(nextVideo);
        return (audioIsNext() ? audioTimeUs(nextAudio) : videoUs) - originUs;
    }

    /// The next frame.
    public Frame next() {
        long dtsUs = nextDtsUs();
        if (audioIsNext()) {
            byte[] payload = AacEncoder.frame(nextAudio++ * AacEncoder.FRAME_SAMPLES);
            return new Frame(FrameHeader.audio(dtsUs, payload.length), payload);
        }
        return video(dtsUs);
    }

    private Frame video(long dtsUs) {
        long count = nextVideo - firstVideo;
        boolean key = count % settings.framesPerGroup() == 0;
        design.draw(picture, videoTimeUs(nextVideo), count);
        byte[] slice = encoder.encode(key);
        var out = new ByteWriter(ClockMarker.LENGTH_BYTES + 4 + slice.length);
        out.bytes(ClockMarker.blank());
        padding.write(out, ClockMarker.LENGTH_BYTES + 4 + slice.length);
        out.u32(slice.length).bytes(slice);
        nextVideo++;
        return new Frame(FrameHeader.video(dtsUs, 0, key, out.size()), out.toByteArray());
    }

    private boolean audioIsNext() {
        return settings.audio() && audioTimeUs(nextAudio) < videoTimeUs(nextVideo);
    }

    private long videoTimeUs(long number) {
        return Math.floorDiv(number * MediaTime.US_PER_SECOND, settings.framesPerSecond());
    }

    private static long audioTimeUs(long number) {
        return MediaTime.samplesToUs(number * AacEncoder.FRAME_SAMPLES, Beep.SAMPLE_RATE);
    }
}
