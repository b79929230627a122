package dev.millrace.client.source;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Plays a file as if it happened now, again and again. What begins anew goes on in time right
/// behind what ended: frames of a kind come later and later, without a gap.
///
/// It never ends; a file that is gone, broken or without frames when its turn comes is an error
/// that names it. One thread plays; any thread may close.
public final class LoopingFile implements MediaSource {
    /// Time, and how to let it pass.
    public interface Pace {
        long nowNs();

        /// Returns after so long, or when `closing` is there.
        void await(CountDownLatch closing, long waitNs) throws InterruptedException;
    }

    /// Who was held up for longer goes on from there, and does not hurry after.
    private static final long LATE_NS_MAX = TimeUnit.SECONDS.toNanos(1);

    private static final Pace REAL_TIME =
            new Pace() {
                @Override
                public long nowNs() {
                    return System.nanoTime();
                }

                @Override
                public void await(CountDownLatch closing, long waitNs) throws InterruptedException {
                    boolean _ = closing.await(waitNs, TimeUnit.NANOSECONDS);
                }
            };

    private final Path path;
    private final Pace pace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<TrackKind, Codec> told = new EnumMap<>(TrackKind.class);
    private final Set<String> noticed = new HashSet<>();
    private final Round round = new Round();
    private volatile MediaSource file;

    /// When a frame of time 0 is due.
    private long startNs;

    private boolean started;

    public LoopingFile(Path path) throws IOException {
        this(path, REAL_TIME);
    }

    /// Opens the file.
    ///
    /// @param pace the time that it is played in
    public LoopingFile(Path path, Pace pace) throws IOException {
        this.path = path;
        this.pace = pace;
        this.file = MediaSources.openFile(path);
    }

    @Override
    public MediaEvent next() throws IOException {
        while (true) {
            requireOpen();
            switch (file.next()) {
                case MediaEvent.Media(var frame) -> {
                    return new MediaEvent.Media(paced(round.place(frame)));
                }
                case MediaEvent.Data(var message) -> {
                    return new MediaEvent.Data(round.placeMessage(message));
                }
                case MediaEvent.Configured(var codec) -> {
                    if (!codec.equals(told.put(codec.kind(), codec))) {
                        return new MediaEvent.Configured(codec);
                    }
                }
                case MediaEvent.Notice(var text) -> {
                    if (noticed.add(text)) {
                        return new MediaEvent.Notice(text);
                    }
                }
                case MediaEvent.Ended _ -> startOver();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        file.close();
    }

    private void startOver() throws IOException {
        file.close();
        if (!round.end()) {
            throw new BrokenStreamException(new Malformed("no frames can be read of " + path));
        }
        file = MediaSources.openFile(path);
        if (closing.getCount() == 0) {
            file.close();
        }
    }

    private Frame paced(Frame frame) throws IOException {
        long dueNs = TimeUnit.MICROSECONDS.toNanos(frame.header().dtsUs());
        if (!started) {
            started = true;
            startNs = pace.nowNs() - dueNs;
        }
        long waitNs = startNs + dueNs - pace.nowNs();
        if (waitNs < -LATE_NS_MAX) {
            startNs -= waitNs;
        } else if (waitNs > 0) {
            await(waitNs);
        }
        return frame;
    }

    private void await(long waitNs) throws IOException {
        try {
            pace.await(closing, waitNs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the next frame");
        }
        requireOpen();
    }

    private void requireOpen() throws IOException {
        if (closing.getCount() == 0) {
            throw new IOException("closed");
        }
    }

    /// Places the frames of one time through the file behind those of the time before.
    private static final class Round {
        /// No film stands still for so long: its clock was set anew.
        private static final long JUMP_US_MAX = TimeUnit.MINUTES.toMicros(1);

        /// How long a frame is shown that is the only one of its kind.
        private static final long ALONE_US = 40_000;

        private record Last(long dtsUs, long durationUs) {
            long endUs() {
                return dtsUs + durationUs;
            }
        }

        private final Map<TrackKind, Last> last = new EnumMap<>(TrackKind.class);
        private long beginUs;

        /// How much earlier than the first frame another one behind it is.
        private long leadUs;

        private long latestUs;
        private long laterUs;
        private boolean begun;

        /// The frame at its time in all rounds.
        Frame place(Frame frame) {
            long dtsUs = frame.header().dtsUs();
            if (!begun) {
                begun = true;
                // The first round is told as it is; the others begin where the one before ended.
                laterUs = last.isEmpty() ? 0 : endUs() - dtsUs + leadUs;
                last.clear();
                beginUs = dtsUs + laterUs;
                latestUs = beginUs;
            } else if (Math.abs(dtsUs + laterUs - latestUs) > JUMP_US_MAX) {
                laterUs = endUs() - dtsUs;
            }
            long placedUs = dtsUs + laterUs;
            leadUs = Math.max(leadUs, beginUs - placedUs);
            TrackKind kind = frame.header().kind();
            Last before = last.get(kind);
            long durationUs = before == null ? ALONE_US : Math.max(0, placedUs - before.dtsUs());
            last.put(kind, new Last(placedUs, durationUs));
            latestUs = Math.max(latestUs, placedUs);
            return new Frame(frame.header().at(placedUs), frame.payload());
        }

        /// A message goes with the frames around it; one in front of all of them, with the end of
        /// the round before.
        Frame placeMessage(Frame message) {
            long dtsUs = message.header().dtsUs();
            boolean isFirst = !begun && !last.isEmpty();
            long placedUs = isFirst ? endUs() : dtsUs + laterUs;
            return new Frame(message.header().at(placedUs), message.payload());
        }

        /// Whether there was anything in it.
        boolean end() {
            boolean any = begun;
            begun = false;
            return any;
        }

        private long endUs() {
            return last.values().stream().mapToLong(Last::endUs).max().orElse(beginUs);
        }
    }
}
