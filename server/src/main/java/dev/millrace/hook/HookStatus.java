package dev.millrace.hook;

import java.util.Optional;

/// How a service does.
///
/// @param url without its query
/// @param resting whether it is not called, since it did not answer lately
/// @param calls how often it was called
/// @param refusals how often it said no
/// @param failures how often it did not answer
/// @param waiting what it is to be told
/// @param undelivered what it was not told, and will not be
/// @param lastFailure for people
public record HookStatus(
        String url,
        boolean resting,
        long calls,
        long refusals,
        long failures,
        int waiting,
        long undelivered,
        Optional<String> lastFailure) {}
