package dev.millrace.hook;

import java.time.Instant;

/// What a service could not be told.
///
/// @param at when it was given up
/// @param url without its query
/// @param channel the app alone, where nothing else was known
/// @param why the last thing that went wrong
public record DeadLetter(
        Instant at, String url, String action, String client, String channel, String why) {}
