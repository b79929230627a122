package dev.millrace.bench.play;

import dev.millrace.bench.measure.Absences;
import dev.millrace.bench.measure.Latencies;
import dev.millrace.flv.VideoTagHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testcard.ClockMarker;
import java.util.OptionalLong;

/// What one player saw: how much, how many pictures, how late, and whether some were missing.
final class Watch {
    /// A step between two pictures that nobody would take for a frame rate: some were left out.
    static final int GAP_MS = 200;

    private static final int ENHANCED = 0x80;
    private static final int KIND_MASK = 7;

    private final Latencies firstPicture;
    private final Latencies latency;
    private final Absences absences;
    private final long beganNs;
    private long receivedBytes;
    private long windowBeganBytes;
    private long pictures;
    private long gaps;
    private long backwardSteps;
    private int lastTimestampMs;
    private long lastSentNs;
    private boolean hasPicture;
    private boolean beganWithKeyFrame;

    /// @param firstPicture gets the time from `beganNs` to the first picture
    /// @param latency gets the age of each picture with a clock marker
    /// @param absences when there were no pictures to see
    /// @param beganNs when the player began to connect
    Watch(Latencies firstPicture, Latencies latency, Absences absences, long beganNs) {
        this.firstPicture = firstPicture;
        this.latency = latency;
        this.absences = absences;
        this.beganNs = beganNs;
    }

    void received(int bytes) {
        receivedBytes += bytes;
    }

    /// One message of the stream.
    void message(MessageHead head, long nowNs) {
        if (head.type() != MessageType.VIDEO || !isPicture(head)) {
            return;
        }
        OptionalLong sentNs = ClockMarker.find(head.first(), 0, head.keptBytes());
        if (hasPicture) {
            compareTime(head.timestampMs(), sentNs.orElse(nowNs));
        } else {
            hasPicture = true;
            beganWithKeyFrame = isKeyFrame(head);
            firstPicture.record(nowNs - beganNs);
        }
        lastTimestampMs = head.timestampMs();
        lastSentNs = sentNs.orElse(nowNs);
        pictures++;
        if (sentNs.isPresent()) {
            latency.record(nowNs - sentNs.getAsLong());
        }
    }

    private void compareTime(int timestampMs, long sentNs) {
        int stepMs = timestampMs - lastTimestampMs;
        if (stepMs < 0) {
            backwardSteps++;
        } else if (stepMs > GAP_MS && !absences.explain(lastSentNs, sentNs)) {
            gaps++;
        }
    }

    private static boolean isKeyFrame(MessageHead head) {
        return (head.first()[0] >> 4 & KIND_MASK) == VideoTagHeader.KEY;
    }

    /// Neither a configuration nor a word to the player; FLV 10.1, annex E.4.3.1, and enhanced
    /// RTMP.
    private static boolean isPicture(MessageHead head) {
        if (head.keptBytes() < 2) {
            return false;
        }
        int first = head.first()[0] & 0xFF;
        if ((first & ENHANCED) != 0) {
            int packetType = first & 15;
            return packetType == 1 || packetType == 3; // with and without a composition time
        }
        boolean isNalus =
                (first & 15) != VideoTagHeader.H264 || head.first()[1] == VideoTagHeader.NALUS;
        return isNalus && first >> 4 != VideoTagHeader.INFO;
    }

    /// The steady window begins.
    void beginWindow() {
        windowBeganBytes = receivedBytes;
        pictures = 0;
        gaps = 0;
        backwardSteps = 0;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long windowBytes() {
        return receivedBytes - windowBeganBytes;
    }

    long windowPictures() {
        return pictures;
    }

    long gaps() {
        return gaps;
    }

    long backwardSteps() {
        return backwardSteps;
    }

    /// Whether there was a picture, and the first was none to begin with.
    boolean beganWrong() {
        return hasPicture && !beganWithKeyFrame;
    }

    /// Whether there ever was a picture.
    boolean hasPicture() {
        return hasPicture;
    }
}
