package dev.millrace.dvr;

import dev.millrace.media.FileName;
import java.time.Duration;

/// How a channel is recorded.
///
/// @param enabled whether it is, as long as nobody says otherwise
/// @param duration of a file, if the plan is [Plan#SEGMENT]; it ends at the first key frame after
/// @param name of files, in the folder of all recordings
public record DvrSettings(
        boolean enabled, Format format, Plan plan, Duration duration, FileName name) {
    /// What files are.
    public enum Format {
        FLV,
        MP4;

        /// The ending of their names, with its dot.
        String ending() {
            return "." + word();
        }

        /// As people write it.
        public String word() {
            return Words.of(this);
        }
    }

    /// When a file ends and another begins.
    public enum Plan {
        /// One for each publication.
        SESSION,
        /// At the first key frame after some time.
        SEGMENT,
        /// A publication goes on in the file of this name, if there is one.
        APPEND;

        /// As people write it.
        public String word() {
            return Words.of(this);
        }
    }
}
