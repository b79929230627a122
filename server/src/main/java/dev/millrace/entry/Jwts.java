package dev.millrace.entry;

import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Verdict.Refused;
import dev.millrace.hook.HookEvent.Login;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// JSON Web Tokens (RFC 7519) that say what their bearer may, in the claim that MediaMTX has for
/// it: `[{"action": "publish", "path": "live/camera"}]`. Any thread; waits for keys.
///
/// A path that is empty or missing is any; one that begins with `~` is a regular expression.
final class Jwts {
    /// Clocks of those who make tokens and ours may differ by this much.
    static final int SKEW_SECONDS = 30;

    private static final AlgorithmConstraints SIGNED =
            new AlgorithmConstraints(
                    ConstraintType.PERMIT,
                    "RS256",
                    "RS384",
                    "RS512",
                    "PS256",
                    "PS384",
                    "PS512",
                    "ES256",
                    "ES384",
                    "ES512",
                    "EdDSA",
                    "HS256",
                    "HS384",
                    "HS512");

    private final ConcurrentMap<JwtRule, JwtConsumer> consumers = new ConcurrentHashMap<>();
    private final Once once;
    private final Consumer<Visit> guessed;

    /// @param guessed told of those whose token is not signed by whom it should be
    Jwts(Clock clock, Consumer<Visit> guessed) {
        this.once = new Once(clock);
        this.guessed = guessed;
    }

    /// Why somebody may not, as far as its token says; empty if it may.
    Optional<Refused> refusal(JwtRule rule, Visit visit) {
        String token = token(visit.way().login());
        if (token.isEmpty()) {
            return Optional.of(
                    new Refused(Kind.LOGIN_NEEDED, "a token is needed: ?jwt=… or a bearer's"));
        }
        try {
            JwtClaims claims =
                    consumers.computeIfAbsent(rule, Jwts::consumer).processToClaims(token);
            if (!permits(claims.getClaimValue(rule.claim()), visit)) {
                return Optional.of(forbidden("the token is good for something else"));
            }
            if (rule.once() && !once.isFirst(token, claims)) {
                return Optional.of(forbidden("the token has been used"));
            }
            return Optional.empty();
        } catch (InvalidJwtException e) {
            return Optional.of(refusal(e, visit));
        }
    }

    /// A player over HTTP says it as a bearer's, one of RTMP in its URL, and one that knows only
    /// passwords there.
    private static String token(Login login) {
        return login.token().isEmpty() ? login.password() : login.token();
    }

    private static JwtConsumer consumer(JwtRule rule) {
        var builder =
                new JwtConsumerBuilder()
                        .setVerificationKeyResolver(JwtKeys.at(rule.keys()))
                        .setJwsAlgorithmConstraints(SIGNED)
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds(SKEW_SECONDS);
        rule.issuer().ifPresent(builder::setExpectedIssuer);
        rule.audience()
                .ifPresentOrElse(
                        builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
        return builder.build();
    }

    /// What the library says has the token in it, which is a secret as long as it is good.
    private Refused refusal(InvalidJwtException e, Visit visit) {
        if (isNoAnswer(e)) {
            return new Refused(Kind.UNAVAILABLE, "the keys of tokens cannot be fetched");
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return forbidden("the token was good until a while ago");
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return forbidden("the token is good for ever, which none should be");
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return forbidden("the token is not good yet");
        }
        if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID)
                || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return forbidden("the token is somebody else's");
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
                || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return forbidden("the token is for somebody else");
        }
        guessed.accept(visit);
        return forbidden("the token is not signed with one of the keys");
    }

    private static boolean isNoAnswer(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean unreadable =
                    cause instanceof UnresolvableKeyException && cause.getCause() != null;
            // The library's own surprise at a set of keys that is none.
            if (unreadable || cause instanceof IOException || cause instanceof RuntimeException) {
                return true;
            }
        }
        return false;
    }

    private static boolean permits(@Nullable Object permissions, Visit visit) {
        return permissions instanceof List<?> list
                && list.stream()
                        .anyMatch(it ->
                                it instanceof Map<?, ?> permission
                                        && isFor(permission.get("action"), visit.deed())
                                        && isFor(permission.get("path"), visit));
    }

    private static boolean isFor(@Nullable Object action, Visit.Deed deed) {
        return switch (deed) {
            case PUBLISH -> "publish".equals(action);
            case PLAY -> "read".equals(action) || "play".equals(action);
            case CONNECT -> false;
        };
    }

    private static boolean isFor(@Nullable Object path, Visit visit) {
        String channel = visit.channel().toString();
        if (path == null || path.equals("")) {
            return true;
        }
        return path instanceof String text
                && (text.startsWith("~")
                        ? finds(text.substring(1), channel)
                        : text.equals(channel));
    }

    private static boolean finds(String pattern, String channel) {
        try {
            return Pattern.compile(pattern).matcher(channel).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static Refused forbidden(String reason) {
        return new Refused(Kind.FORBIDDEN, reason);
    }
}
