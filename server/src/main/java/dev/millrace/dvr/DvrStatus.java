package dev.millrace.dvr;

import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A channel being recorded.
///
/// @param file in the folder of all recordings; empty while none is open
/// @param since when the recording began
/// @param duration of what is in the file
/// @param bytes in the file
/// @param missedGroups how many the disk was too slow for
/// @param failure why it ended, if it did not end well
public record DvrStatus(
        ChannelName channel,
        State state,
        DvrSettings settings,
        Optional<String> file,
        Instant since,
        Duration duration,
        long bytes,
        long missedGroups,
        Optional<String> failure) {
    /// How it is.
    public enum State {
        /// It goes on; a file may still have to begin with the next key frame.
        RECORDING,
        /// It ended, as it should.
        ENDED,
        /// It ended, and is tried again.
        FAILED;

        /// As people write it.
        public String word() {
            return Words.of(this);
        }
    }
}
