package dev.millrace.access;

import java.util.Locale;

/// What somebody may do, and why.
public record Grant(Right may, By by) {
    /// Why somebody may.
    public enum By {
        /// It was shown.
        TOKEN,

        /// It is a user of this machine.
        LOOPBACK,

        /// Everybody may.
        OPEN;

        /// `token`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
