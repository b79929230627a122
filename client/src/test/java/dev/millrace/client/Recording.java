package dev.millrace.client;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A stream at rest: what tests send, and compare with what came.
///
/// @param codecs in the order in which they were told
public record Recording(List<Codec> codecs, List<Frame> frames) {
    private static final TestCardSettings SETTINGS = TestCardSettings.DEFAULT.withSize(160, 90);

    /// Some seconds of the test card.
    public static Recording ofTestCard(int seconds) {
        var card = new TestCard(SETTINGS.withFrameRate(25, 25), 0);
        var codecs = new ArrayList<Codec>(List.of(card.videoConfig()));
        card.audioConfig().ifPresent(codecs::add);
        var frames = new ArrayList<Frame>();
        while (card.nextDtsUs() < seconds * MediaTime.US_PER_SECOND) {
            frames.add(inMilliseconds(card.next()));
        }
        return new Recording(codecs, frames);
    }

    /// Everything from `source` until its end, without its data messages.
    public static Recording of(MediaSource source) throws IOException {
        var recording = new Recording(new ArrayList<>(), new ArrayList<>());
        while (true) {
            switch (source.next()) {
                case MediaEvent.Configured(var codec) -> recording.codecs.add(codec);
                case MediaEvent.Media(var frame) -> recording.frames.add(frame);
                case MediaEvent.Data _, MediaEvent.Notice _ -> {}
                case MediaEvent.Ended _ -> {
                    return recording;
                }
            }
        }
    }

    public void sendTo(MediaSink sink) throws IOException {
        for (Codec codec : codecs) {
            sink.configure(codec);
        }
        for (Frame frame : frames) {
            sink.send(frame);
        }
    }

    /// One line for each frame, so that a comparison shows which one is wrong.
    public List<String> lines() {
        return frames.stream().map(Recording::line).toList();
    }

    private static String line(Frame frame) {
        FrameHeader header = frame.header();
        String bytes = HexFormat.of().formatHex(frame.payload());
        return "%s dts=%d cts=%d key=%s %s"
                .formatted(header.kind(), header.dtsUs(), header.ctsUs(), header.key(), bytes);
    }

    /// RTMP and FLV carry whole milliseconds.
    private static Frame inMilliseconds(Frame frame) {
        long dtsMs = MediaTime.usToMs(frame.header().dtsUs());
        return new Frame(frame.header().at(MediaTime.msToUs(dtsMs)), frame.payload());
    }
}
