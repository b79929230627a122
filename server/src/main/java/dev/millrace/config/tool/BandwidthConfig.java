package dev.millrace.config.tool;

import static dev.millrace.config.key.ValueTypes.bitrate;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.secret;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Bitrate;
import java.util.List;
import java.util.Optional;

/// Who may measure the line to the server, and how much of it.
///
/// @param key of those who may not read the API
/// @param rate of one measurement
/// @param atOnce measurements at a time
public record BandwidthConfig(Optional<String> key, Bitrate rate, int atOnce) {
    public static final Key<Optional<String>> KEY =
            new Key<>(
                    "bandwidth.key",
                    optional(secret(), "off"),
                    "off",
                    "With it anybody may measure the line to the server, with `?key=`. Whoever may"
                            + " read the API needs none over HTTP. Over RTMP, `key` in the"
                            + " parameters of an application asks for a measurement then.");
    public static final Key<Bitrate> RATE =
            new Key<>(
                    "bandwidth.rate",
                    bitrate(),
                    "100M",
                    "The most that one measurement sends or takes.");
    public static final Key<Integer> AT_ONCE =
            new Key<>(
                    "bandwidth.at_once",
                    integer(0, 1_000),
                    "2",
                    "Measurements at a time; more are told to come later. `0` for none.");

    public static final List<Key<?>> KEYS = List.of(KEY, RATE, AT_ONCE);

    public BandwidthConfig {
        KEY.check(key);
        RATE.check(rate);
        AT_ONCE.check(atOnce);
    }

    public static BandwidthConfig from(Values values) {
        return new BandwidthConfig(values.get(KEY), values.get(RATE), values.get(AT_ONCE));
    }
}
