package dev.millrace.entry;

import dev.millrace.media.ChannelName;
import java.net.URI;

/// What is said to somebody who wants something.
public sealed interface Verdict {
    /// It may.
    ///
    /// @param channel which one it gets: mostly the one that it asked for
    record Welcome(ChannelName channel) implements Verdict {}

    /// It is to go elsewhere.
    ///
    /// @param place a URL; where it has no path, the same that was asked for is there
    record Redirected(URI place) implements Verdict {}

    /// It may not.
    ///
    /// @param reason for people, and for the one who is refused
    record Refused(Kind kind, String reason) implements Verdict {}

    /// Why somebody is refused.
    enum Kind {
        /// It may not.
        FORBIDDEN,

        /// It may, perhaps, once it has said who it is.
        LOGIN_NEEDED,

        /// It may; but where the channel would come from there is none.
        ABSENT,

        /// It was wrong too often.
        TOO_MANY,

        /// Nobody can say whether it may.
        UNAVAILABLE
    }
}
