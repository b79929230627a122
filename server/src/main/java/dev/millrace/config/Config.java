package dev.millrace.config;

import dev.millrace.config.cluster.ForwardConfig;
import dev.millrace.config.cluster.OriginConfig;
import dev.millrace.config.cluster.RedirectConfig;
import dev.millrace.config.file.Written;
import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.rtsp.RtspConfig;
import dev.millrace.config.tool.BandwidthConfig;
import dev.millrace.config.transcode.TranscodeConfig;
import dev.millrace.config.value.HostPort;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// All settings of a server. Whatever is not set has the default that its [Key] names.
///
/// @param written what of it somebody has set, and where
public record Config(
        RtmpConfig rtmp,
        RtspConfig rtsp,
        HttpConfig http,
        TlsConfig tls,
        ChannelConfig channel,
        DeliveryConfig delivery,
        HlsConfig hls,
        AccessConfig access,
        HooksConfig hooks,
        DvrConfig dvr,
        ForwardConfig forward,
        OriginConfig origin,
        RedirectConfig redirect,
        List<VhostConfig> vhosts,
        ChannelRules rules,
        LimitsConfig limits,
        List<RelayConfig> relays,
        List<TranscodeConfig> transcode,
        FfmpegConfig ffmpeg,
        MemoryConfig memory,
        EdgeConfig edge,
        AdminConfig admin,
        DataConfig data,
        ControlConfig control,
        SrsConfig srs,
        HeartbeatConfig heartbeat,
        BandwidthConfig bandwidth,
        LogConfig log,
        Written written) {
    /// Every setting there is, in the order of the reference.
    public static final List<Key<?>> KEYS =
            Stream.of(
                            RtmpConfig.KEYS,
                            RtspConfig.KEYS,
                            HttpConfig.KEYS,
                            TlsConfig.KEYS,
                            ChannelConfig.KEYS,
                            DeliveryConfig.KEYS,
                            HlsConfig.KEYS,
                            AccessConfig.KEYS,
                            HooksConfig.KEYS,
                            DvrConfig.KEYS,
                            ForwardConfig.KEYS,
                            OriginConfig.KEYS,
                            RedirectConfig.KEYS,
                            VhostConfig.KEYS,
                            RuleConfig.KEYS,
                            LimitsConfig.KEYS,
                            RelayConfig.KEYS,
                            TranscodeConfig.KEYS,
                            FfmpegConfig.KEYS,
                            MemoryConfig.KEYS,
                            EdgeConfig.KEYS,
                            AdminConfig.KEYS,
                            DataConfig.KEYS,
                            ControlConfig.KEYS,
                            SrsConfig.KEYS,
                            HeartbeatConfig.KEYS,
                            BandwidthConfig.KEYS,
                            LogConfig.KEYS)
                    .<Key<?>>flatMap(List::stream)
                    .toList();

    public Config {
        refuseTwins("relays", "relay", relays.stream().map(RelayConfig::name).toList());
        refuseTwins("transcode", "engine", transcode.stream().map(TranscodeConfig::name).toList());
        refuseTwinHosts(vhosts);
        if (!tls.isPresent()) {
            refuseTls(RtmpConfig.TLS_LISTEN, rtmp.tlsListen());
            refuseTls(RtspConfig.TLS_LISTEN, rtsp.tlsListen());
            refuseTls(HttpConfig.TLS_LISTEN, http.tlsListen());
        }
    }

    /// The defaults, but for some settings in the form `rtmp.play_wait=1s`.
    ///
    /// @throws IllegalArgumentException if one of them is wrong
    public static Config of(String... settings) {
        var loader = new ConfigLoader();
        for (String setting : settings) {
            loader.assignment(setting, "Config.of");
        }
        try {
            return loader.load();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static Config from(Values values, Written written) {
        return new Config(
                RtmpConfig.from(values),
                RtspConfig.from(values),
                HttpConfig.from(values),
                TlsConfig.from(values),
                ChannelConfig.from(values),
                DeliveryConfig.from(values),
                HlsConfig.from(values),
                AccessConfig.from(values),
                HooksConfig.from(values),
                DvrConfig.from(values),
                ForwardConfig.from(values),
                OriginConfig.from(values),
                RedirectConfig.from(values),
                values.list("vhosts", VhostConfig::from),
                new ChannelRules(
                        Overrides.ofTop(values), values.list(RuleConfig.SECTION, RuleConfig::from)),
                LimitsConfig.from(values),
                values.list("relays", RelayConfig::from),
                values.list("transcode", TranscodeConfig::from),
                FfmpegConfig.from(values),
                MemoryConfig.from(values),
                EdgeConfig.from(values),
                AdminConfig.from(values),
                DataConfig.from(values),
                ControlConfig.from(values),
                SrsConfig.from(values),
                HeartbeatConfig.from(values),
                BandwidthConfig.from(values),
                LogConfig.from(values),
                written);
    }

    private static void refuseTwins(String section, String what, List<?> names) {
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                throw new BadSettingException(
                        "%s[%d].name".formatted(section, i),
                        "there is another %s %s".formatted(what, names.get(i)));
            }
        }
    }

    private static void refuseTwinHosts(List<VhostConfig> vhosts) {
        var names = new HashSet<String>();
        for (int i = 0; i < vhosts.size(); i++) {
            VhostConfig vhost = vhosts.get(i);
            for (String name :
                    Stream.concat(Stream.of(vhost.name()), vhost.aliases().stream()).toList()) {
                if (!names.add(name)) {
                    throw new BadSettingException(
                            "vhosts[%d].name".formatted(i),
                            "there is another virtual host %s".formatted(name));
                }
            }
        }
    }

    private static void refuseTls(Key<?> key, List<HostPort> listen) {
        if (!listen.isEmpty()) {
            throw new BadSettingException(key.name(), "it needs tls.certificate and tls.key");
        }
    }
}
