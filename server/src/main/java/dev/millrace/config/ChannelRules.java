package dev.millrace.config;

import dev.millrace.config.file.Setting;
import dev.millrace.config.key.Key;
import dev.millrace.media.ChannelName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which settings a channel has, and why: what is set for all, and over it the rules that match its
/// name, in order. Any thread.
public final class ChannelRules {
    private final Overrides top;
    private final List<RuleConfig> rules;

    ChannelRules(Overrides top, List<RuleConfig> rules) {
        this.top = top;
        this.rules = List.copyOf(rules);
    }

    /// A setting of a channel.
    ///
    /// @param key as in `hls.segment`
    /// @param value as a person would write it
    /// @param rule what the rule matches that says so; empty if none does
    /// @param origin where it stands: `millrace.yaml:12`; empty if nobody has set it
    public record Effective(
            String key, String value, Optional<String> rule, Optional<String> origin) {}

    List<RuleConfig> list() {
        return rules;
    }

    /// The settings of a channel.
    public PerChannel of(ChannelName name) {
        Overrides all = top;
        for (RuleConfig rule : rules) {
            if (rule.match().matches(name)) {
                all = rule.overrides().with(all);
            }
        }
        return PerChannel.from(all.values());
    }

    /// Each of a channel's settings, and who says so.
    public List<Effective> explain(ChannelName name) {
        return PerChannel.KEYS.stream().map(key -> explain(key, name)).toList();
    }

    private Effective explain(Key<?> key, ChannelName name) {
        for (RuleConfig rule : rules.reversed()) {
            Optional<Setting> said = rule.overrides().setting(key);
            if (said.isPresent() && rule.match().matches(name)) {
                return effective(key, said.get(), Optional.of(rule.match().toString()));
            }
        }
        return top.setting(key)
                .map(said -> effective(key, said, Optional.empty()))
                .orElseGet(() ->
                        new Effective(
                                key.name(), key.byDefault(), Optional.empty(), Optional.empty()));
    }

    private static Effective effective(Key<?> key, Setting said, Optional<String> rule) {
        return new Effective(key.name(), key.shown(said.text()), rule, Optional.of(said.origin()));
    }

    /// Whether anybody has said something of one of these, for all or for some.
    public boolean says(Key<?>... keys) {
        return Arrays.stream(keys)
                .anyMatch(key ->
                        top.setting(key).isPresent()
                                || rules.stream()
                                        .anyMatch(it -> it.overrides().setting(key).isPresent()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelRules same
                && top.equals(same.top)
                && rules.equals(same.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }
}
