package dev.millrace.config;

import dev.millrace.config.cluster.ForwardConfig;
import dev.millrace.config.cluster.OriginConfig;
import dev.millrace.config.cluster.RedirectConfig;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.List;
import java.util.stream.Stream;

/// What is set for a channel, after all rules. Of the sections, only [#KEYS] differ from channel to
/// channel.
public record PerChannel(
        ChannelConfig channel,
        DeliveryConfig delivery,
        HlsConfig hls,
        DvrConfig dvr,
        RtmpConfig rtmp,
        AccessConfig access,
        HooksConfig hooks,
        LimitsConfig limits,
        ForwardConfig forward,
        OriginConfig origin,
        RedirectConfig redirect) {
    /// What a rule may say.
    public static final List<Key<?>> KEYS =
            Stream.of(
                            List.of(
                                    ChannelConfig.GRACE,
                                    ChannelConfig.WINDOW,
                                    ChannelConfig.MEMORY,
                                    ChannelConfig.GROUP_MAX,
                                    ChannelConfig.KEEP_TIMES,
                                    ChannelConfig.MIX,
                                    DeliveryConfig.LATENCY,
                                    DeliveryConfig.LAG_MAX,
                                    HlsConfig.ENABLED,
                                    HlsConfig.SEGMENT,
                                    HlsConfig.SEGMENTS,
                                    HlsConfig.PAST,
                                    HlsConfig.IDLE,
                                    HlsConfig.SEGMENTS_PER_KEY,
                                    DvrConfig.ENABLED,
                                    DvrConfig.FORMAT,
                                    DvrConfig.PLAN,
                                    DvrConfig.DURATION,
                                    DvrConfig.PATH,
                                    RtmpConfig.PUBLISH_POLICY,
                                    RtmpConfig.STALE_PUBLISHER),
                            AccessConfig.KEYS,
                            HooksConfig.KEYS,
                            LimitsConfig.PER_CHANNEL,
                            ForwardConfig.KEYS,
                            OriginConfig.KEYS,
                            RedirectConfig.KEYS)
                    .<Key<?>>flatMap(List::stream)
                    .toList();

    /// What the sections above are made of.
    static final List<Key<?>> SECTION_KEYS =
            Stream.of(
                            ChannelConfig.KEYS,
                            DeliveryConfig.KEYS,
                            HlsConfig.KEYS,
                            DvrConfig.KEYS,
                            RtmpConfig.KEYS,
                            AccessConfig.KEYS,
                            HooksConfig.KEYS,
                            LimitsConfig.KEYS,
                            ForwardConfig.KEYS,
                            OriginConfig.KEYS,
                            RedirectConfig.KEYS)
                    .<Key<?>>flatMap(List::stream)
                    .toList();

    static PerChannel from(Values values) {
        return new PerChannel(
                ChannelConfig.from(values),
                DeliveryConfig.from(values),
                HlsConfig.from(values),
                DvrConfig.from(values),
                RtmpConfig.from(values),
                AccessConfig.from(values),
                HooksConfig.from(values),
                LimitsConfig.from(values),
                ForwardConfig.from(values),
                OriginConfig.from(values),
                RedirectConfig.from(values));
    }
}
