package dev.millrace.client;

import dev.millrace.amf.AmfFields;
import dev.millrace.rtmp.BandwidthCheck;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.message.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// A server's side of [BandwidthCheck], with messages of noise that grow as those of SRS do, far
/// beyond what a command may be long otherwise. What it reports is nonsense that can be recognised.
final class LineCheck {
    /// What it says came, and in which time.
    static final int REPORTED_BYTES = 1_234_567;

    static final int REPORTED_MS = 2_000;

    /// What each way is measured, in milliseconds.
    private static final int EACH_MS = 200;

    private static final int MESSAGES = 400;
    private static final String TEXT = "SRS band check data from server's playing......";

    private final ServerSession session;
    private final Out out;
    private final AtomicInteger noiseBytes;
    private int sentBytes;
    private int tookBytes;

    /// Where bytes go.
    interface Out {
        void write(ByteBuffer bytes) throws IOException;
    }

    /// @param noiseBytes told what was sent between start and stop
    LineCheck(ServerSession session, AtomicInteger noiseBytes, Out out) {
        this.session = session;
        this.noiseBytes = noiseBytes;
        this.out = out;
    }

    void begin() throws IOException {
        out.write(session.acceptCheck());
        call(BandwidthCheck.START_PLAY, plan());
    }

    /// So much came.
    void took(int bytes) {
        tookBytes += bytes;
    }

    void said(String word) throws IOException {
        switch (word) {
            case BandwidthCheck.STARTING_PLAY -> play();
            case BandwidthCheck.STOPPED_PLAY -> call(BandwidthCheck.START_PUBLISH, plan());
            case BandwidthCheck.STARTING_PUBLISH -> tookBytes = 0;
            case BandwidthCheck.STOP_PUBLISH -> {
                call(BandwidthCheck.STOP_PUBLISH, plan());
                call(BandwidthCheck.FINISHED, report());
            }
            default -> {} // a goodbye
        }
    }

    private void play() throws IOException {
        sentBytes = 0;
        var more = new AmfFields();
        for (int i = 0; i < 2 * MESSAGES; i++) {
            more.put(String.valueOf(i), TEXT);
            if (i % 2 == 0) {
                call(BandwidthCheck.PLAYING, more);
            }
        }
        call(BandwidthCheck.STOP_PLAY, plan());
        noiseBytes.set(sentBytes);
    }

    private AmfFields report() {
        return new AmfFields()
                .put("code", tookBytes > 0 ? 0 : 1)
                .put("publish_bytes", REPORTED_BYTES)
                .put("publish_time", REPORTED_MS);
    }

    private static AmfFields plan() {
        return new AmfFields().put("duration_ms", EACH_MS).put("interval_ms", 0);
    }

    private void call(String name, AmfFields fields) throws IOException {
        Command command = BandwidthCheck.call(name, fields);
        ByteBuffer bytes = session.call(command);
        sentBytes += bytes.remaining();
        out.write(bytes);
    }
}
