package dev.millrace.bench.publish;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.flv.AudioTagHeader;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.flv.VideoTagHeader;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.util.ArrayList;
import java.util.List;

/// Makes a clip of the built-in test card. It is drawn once; drawing it for each publisher would
/// measure the drawing.
public final class TestCardClip {
    /// So long that whole groups of pictures, whole AAC frames and whole seconds fit.
    private static final int DURATION_MS = 8_000;

    private static final int KEY_FRAME_SECONDS = 2;

    private TestCardClip() {}

    /// Draws and encodes a clip.
    ///
    /// @param videoBitsPerSecond what the video is padded to
    public static Clip make(int videoBitsPerSecond) {
        TestCardSettings settings =
                TestCardSettings.DEFAULT
                        .withFrameRate(
                                TestCardSettings.DEFAULT.framesPerSecond(),
                                TestCardSettings.DEFAULT.framesPerSecond() * KEY_FRAME_SECONDS)
                        .withVideoBitsPerSecond(videoBitsPerSecond);
        var card = new TestCard(settings, 0);
        List<Clip.Tag> tags = new ArrayList<>();
        tags.add(setup(TrackKind.DATA, metadata(settings)));
        tags.add(setup(TrackKind.VIDEO, configuration(card.videoConfig())));
        card.audioConfig().ifPresent(it -> tags.add(setup(TrackKind.AUDIO, configuration(it))));
        while (MediaTime.usToMs(card.nextDtsUs()) < DURATION_MS) {
            tags.add(tag(card));
        }
        return new Clip(tags, DURATION_MS);
    }

    private static Clip.Tag setup(TrackKind kind, byte[] body) {
        return new Clip.Tag(kind, 0, body, Clip.Use.SETUP);
    }

    private static Clip.Tag tag(TestCard card) {
        Frame frame = card.next();
        boolean isVideo = frame.header().kind() == TrackKind.VIDEO;
        Codec codec = isVideo ? card.videoConfig() : card.audioConfig().orElseThrow();
        var body = new ByteWriter(FlvMuxer.frameHeaderBytes(codec) + frame.payload().length);
        FlvMuxer.writeFrameHeader(body, codec, frame.header());
        body.bytes(frame.payload());
        return new Clip.Tag(
                frame.header().kind(),
                (int) MediaTime.usToMs(frame.header().dtsUs()),
                body.toByteArray(),
                isVideo ? Clip.Use.MARKED_FRAME : Clip.Use.FRAME);
    }

    private static byte[] configuration(Codec codec) {
        var body = new ByteWriter();
        FlvMuxer.writeSequenceHeader(body, codec);
        return body.toByteArray();
    }

    private static byte[] metadata(TestCardSettings settings) {
        var body = new ByteWriter();
        AmfWriter.write(body, AmfValue.of("onMetaData"));
        AmfWriter.write(
                body,
                new AmfFields()
                        .put("width", settings.width())
                        .put("height", settings.height())
                        .put("framerate", settings.framesPerSecond())
                        .put("videocodecid", VideoTagHeader.H264)
                        .put("videodatarate", settings.videoBitsPerSecond() / 1e3)
                        .put("audiocodecid", AudioTagHeader.AAC)
                        .toEcmaArray());
        return body.toByteArray();
    }
}
