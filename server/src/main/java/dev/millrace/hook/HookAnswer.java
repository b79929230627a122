package dev.millrace.hook;

import java.util.Optional;

/// What a service has answered.
///
/// @param location where it sends the caller, with a status of 300 to 399
record HookAnswer(int status, String body, Optional<String> location) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// Whether the service has a fault of its own: asking again may help.
    boolean isFault() {
        return status >= 500 || status == 429;
    }
}
