package dev.millrace.app.setup;

import dev.millrace.config.AccessConfig;
import dev.millrace.config.HooksConfig;
import dev.millrace.config.PerChannel;
import dev.millrace.config.value.HookDown;
import dev.millrace.config.value.Network;
import dev.millrace.entry.EntryRules;
import dev.millrace.entry.JwtRule;
import dev.millrace.entry.Seats;
import dev.millrace.hook.Hook;
import dev.millrace.hook.HookForm;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Who may publish and play, from the settings of a channel.
public final class EntrySettings {
    private EntrySettings() {}

    /// What holds for those who come to a channel.
    public static EntryRules of(PerChannel of) {
        AccessConfig access = of.access();
        HooksConfig hooks = of.hooks();
        return new EntryRules(
                new EntryRules.Of(
                        EntryRules.Of.EVERYWHERE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Seats.Limit.NONE,
                        hooks(hooks.onConnect(), hooks),
                        hooks(hooks.onClose(), hooks)),
                new EntryRules.Of(
                        from(access.publishAllow(), access.publishDeny()),
                        access.publishSites(),
                        access.publishKey(),
                        access.publishJwt().map(keys -> jwt(keys, access)),
                        Seats.Limit.NONE,
                        asked(access.authUrl(), hooks.onPublish(), hooks),
                        hooks(hooks.onUnpublish(), hooks)),
                new EntryRules.Of(
                        from(access.playAllow(), access.playDeny()),
                        access.playSites(),
                        access.playKey(),
                        access.playJwt().map(keys -> jwt(keys, access)),
                        new Seats.Limit(of.limits().viewers(), of.limits().viewersPerIp()),
                        asked(access.authUrl(), hooks.onPlay(), hooks),
                        hooks(hooks.onStop(), hooks)),
                new EntryRules.Elsewhere(of.redirect().rtmp(), of.redirect().http()));
    }

    /// Whether the same is asked of those who come to either channel.
    public static boolean alike(PerChannel one, PerChannel other) {
        return one.access().equals(other.access()) && one.hooks().equals(other.hooks());
    }

    private static JwtRule jwt(URI keys, AccessConfig access) {
        return new JwtRule(
                keys,
                access.jwtIssuer(),
                access.jwtAudience(),
                access.jwtClaim(),
                access.jwtOnce());
    }

    private static Predicate<InetAddress> from(Optional<List<Network>> allow, List<Network> deny) {
        if (allow.isEmpty() && deny.isEmpty()) {
            return EntryRules.Of.EVERYWHERE;
        }
        return address ->
                allow.map(it -> contain(it, address)).orElse(true) && !contain(deny, address);
    }

    private static boolean contain(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(it -> it.contains(address));
    }

    private static List<Hook> asked(Optional<URI> authUrl, List<URI> urls, HooksConfig hooks) {
        return Stream.concat(
                        authUrl.stream().map(url -> auth(url, hooks)), hooks(urls, hooks).stream())
                .toList();
    }

    private static Hook auth(URI url, HooksConfig hooks) {
        return new Hook(
                url, HookForm.MEDIAMTX, hooks.timeout(), Duration.ZERO, hooks.secret(), false);
    }

    /// Services as they are called.
    public static List<Hook> hooks(List<URI> urls, HooksConfig hooks) {
        HookForm form =
                switch (hooks.format()) {
                    case SRS -> HookForm.SRS;
                    case NGINX -> HookForm.NGINX;
                };
        return urls.stream()
                .map(url ->
                        new Hook(
                                url,
                                form,
                                hooks.timeout(),
                                hooks.retryFor(),
                                hooks.secret(),
                                hooks.whenDown() == HookDown.ALLOW))
                .toList();
    }
}
