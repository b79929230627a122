package dev.millrace.api;

/// In bits per second, over the last few seconds.
record BitrateView(long in, long out) {}
