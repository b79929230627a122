package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.channelPattern;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.ChannelPattern;
import java.util.List;

/// What is different for some channels. A later rule wins over an earlier one, and each over what
/// is set for all.
///
/// @param overrides what it sets, of the settings in [PerChannel#KEYS]
public record RuleConfig(ChannelPattern match, Overrides overrides) {
    static final String SECTION = Key.RULES;

    static final Key<ChannelPattern> MATCH =
            Key.required(
                    "rules[].match",
                    channelPattern(),
                    "For which channels this rule is. What else it says is said as at the top:"
                            + " `hls.segment`; [docs/vhosts.md](vhosts.md) lists what it may"
                            + " say. Later rules win.");

    static final List<Key<?>> KEYS = List.of(MATCH);

    static RuleConfig from(Values values) {
        var rule = new RuleConfig(values.get(MATCH), Overrides.ofRule(values));
        // What is wrong is said now, and not when the first channel comes.
        PerChannel.from(rule.overrides().values());
        return rule;
    }
}
