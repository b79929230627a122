package dev.millrace.config;

import static dev.millrace.config.key.UrlTypes.serviceUrl;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.networks;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.secret;
import static dev.millrace.config.key.ValueTypes.text;
import static dev.millrace.config.key.ValueTypes.words;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Network;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Who may publish and who may play.
///
/// @param publishAllow from where; empty for everywhere
/// @param publishDeny from where nobody may, whatever the other list says
/// @param publishSites hosts of the pages that may; empty for all, and for programs without a page
/// @param publishKey what URLs are signed with; empty if they need not be
/// @param authUrl who is asked besides
/// @param publishJwt where the keys of tokens are; empty if none is needed
/// @param jwtIssuer who must have made a token, if that matters
/// @param jwtAudience whom it must be for, if that matters
/// @param jwtClaim what in it says what its bearer may
/// @param jwtOnce whether one lets in one session only
public record AccessConfig(
        Optional<List<Network>> publishAllow,
        List<Network> publishDeny,
        Optional<List<String>> publishSites,
        Optional<String> publishKey,
        Optional<List<Network>> playAllow,
        List<Network> playDeny,
        Optional<List<String>> playSites,
        Optional<String> playKey,
        Optional<URI> authUrl,
        Optional<URI> publishJwt,
        Optional<URI> playJwt,
        Optional<String> jwtIssuer,
        Optional<String> jwtAudience,
        String jwtClaim,
        boolean jwtOnce) {
    static final Key<Optional<List<Network>>> PUBLISH_ALLOW =
            new Key<>(
                    "access.publish_allow",
                    optional(networks(), "all"),
                    "all",
                    "Networks from which one may publish.");
    static final Key<List<Network>> PUBLISH_DENY =
            new Key<>(
                    "access.publish_deny",
                    networks(),
                    "none",
                    "Networks from which nobody may publish, even if they are allowed.");
    static final Key<Optional<List<String>>> PUBLISH_SITES =
            new Key<>(
                    "access.publish_sites",
                    optional(words("host names"), "all"),
                    "all",
                    "Hosts of the pages that may publish; `example.com` means its subdomains, too."
                            + " Who names no page may not, unless it is `all`.");
    static final Key<Optional<String>> PUBLISH_KEY =
            new Key<>(
                    "access.publish_key",
                    optional(secret(), "off"),
                    "off",
                    "With a key, publishers need a URL that is signed with it.");
    static final Key<Optional<List<Network>>> PLAY_ALLOW =
            new Key<>(
                    "access.play_allow",
                    optional(networks(), "all"),
                    "all",
                    "Networks from which one may play.");
    static final Key<List<Network>> PLAY_DENY =
            new Key<>(
                    "access.play_deny",
                    networks(),
                    "none",
                    "Networks from which nobody may play, even if they are allowed.");
    static final Key<Optional<List<String>>> PLAY_SITES =
            new Key<>(
                    "access.play_sites",
                    optional(words("host names"), "all"),
                    "all",
                    "Hosts of the pages that may play, as `access.publish_sites`.");
    static final Key<Optional<String>> PLAY_KEY =
            new Key<>(
                    "access.play_key",
                    optional(secret(), "off"),
                    "off",
                    "With a key, players need a URL that is signed with it.");
    static final Key<Optional<URI>> AUTH_URL =
            new Key<>(
                    "access.auth_url",
                    optional(serviceUrl(), "off"),
                    "off",
                    "A service that is asked about each publisher and player, by a POST of JSON as"
                            + " MediaMTX sends it; any 2xx allows.");

    static final Key<Optional<URI>> PUBLISH_JWT =
            new Key<>(
                    "access.publish_jwt",
                    optional(serviceUrl(), "off"),
                    "off",
                    "With the URL of a JSON Web Key Set, publishers need a token that is signed"
                            + " with one of its keys.");
    static final Key<Optional<URI>> PLAY_JWT =
            new Key<>(
                    "access.play_jwt",
                    optional(serviceUrl(), "off"),
                    "off",
                    "The same for players.");
    static final Key<Optional<String>> JWT_ISSUER =
            new Key<>(
                    "access.jwt_issuer",
                    optional(text("the `iss` that tokens must have"), "any"),
                    "any",
                    "Who must have made a token.");
    static final Key<Optional<String>> JWT_AUDIENCE =
            new Key<>(
                    "access.jwt_audience",
                    optional(text("an `aud` that tokens must have"), "any"),
                    "any",
                    "Whom a token must be for.");
    static final Key<String> JWT_CLAIM =
            new Key<>(
                    "access.jwt_claim",
                    text("the name of a claim"),
                    "mediamtx_permissions",
                    "What of a token says what its bearer may: a list of"
                            + " `{\"action\": \"publish\", \"path\": \"live/cam\"}`, where the"
                            + " action may also be `read`, and the path nothing or `~` and a"
                            + " regular expression.");
    static final Key<Boolean> JWT_ONCE =
            new Key<>(
                    "access.jwt_once",
                    flag(),
                    "false",
                    "Whether a token lets in one session only.");

    static final List<Key<?>> KEYS =
            List.of(
                    PUBLISH_ALLOW,
                    PUBLISH_DENY,
                    PUBLISH_SITES,
                    PUBLISH_KEY,
                    PLAY_ALLOW,
                    PLAY_DENY,
                    PLAY_SITES,
                    PLAY_KEY,
                    AUTH_URL,
                    PUBLISH_JWT,
                    PLAY_JWT,
                    JWT_ISSUER,
                    JWT_AUDIENCE,
                    JWT_CLAIM,
                    JWT_ONCE);

    public AccessConfig {
        JWT_CLAIM.check(jwtClaim);
    }

    static AccessConfig from(Values values) {
        return new AccessConfig(
                values.get(PUBLISH_ALLOW),
                values.get(PUBLISH_DENY),
                values.get(PUBLISH_SITES),
                values.get(PUBLISH_KEY),
                values.get(PLAY_ALLOW),
                values.get(PLAY_DENY),
                values.get(PLAY_SITES),
                values.get(PLAY_KEY),
                values.get(AUTH_URL),
                values.get(PUBLISH_JWT),
                values.get(PLAY_JWT),
                values.get(JWT_ISSUER),
                values.get(JWT_AUDIENCE),
                values.get(JWT_CLAIM),
                values.get(JWT_ONCE));
    }
}
