package dev.millrace.control.objects;

import java.time.Duration;

/// How much patience there is with a server.
///
/// @param call for one method of the store, with all its tries; as long again to read back what is
///   in doubt
/// @param attempt for one request
/// @param connect for a connection
record S3Limits(Duration call, Duration attempt, Duration connect) {
    /// 64 MB take half a minute over 20 Mbit/s.
    static final S3Limits DEFAULT =
            new S3Limits(Duration.ofSeconds(90), Duration.ofSeconds(40), Duration.ofSeconds(5));
}
