package dev.millrace.access;

import dev.millrace.net.Addresses;
import dev.millrace.net.Failures;
import dev.millrace.net.Origin;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// Says what a request may do, by the token it shows and by where it comes from. Any thread.
///
/// The token opens everything: as bearer token (RFC 6750, 2.1), as password of the basic scheme
/// with any user name (RFC 7617), or by the cookie that [#login] gave for it. Users of the machine
/// itself need none to operate, and if nobody else can reach the server, none at all. Pages of
/// other sites, which a browser on this machine may show, are not users of this machine.
public final class Access {
    /// How long a browser need not ask again.
    private static final Duration COOKIE_AGE = Duration.ofDays(30);

    /// What proxies say of those they speak for: their own address is not the visitor's.
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    /// A name that somebody else's DNS leads here is none of them.
    private static final Pattern LOCAL_HOST =
            Pattern.compile(
                    "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private volatile Settings settings;
    private final Failures failures;

    /// What opens what.
    ///
    /// @param open what everybody may
    /// @param local what users of this machine may
    public record Settings(Token token, Right open, Right local) {}

    public Access(Settings settings) {
        this(settings, System::nanoTime);
    }

    Access(Settings settings, LongSupplier clockNs) {
        this.settings = settings;
        this.failures = new Failures(clockNs);
    }

    /// From now on these hold, for everybody.
    public void settings(Settings others) {
        settings = others;
    }

    /// What the request may do.
    public Grant of(Request request) {
        if (credentials(request).filter(settings.token::is).isPresent()) {
            return new Grant(Right.CONFIGURE, Grant.By.TOKEN);
        }
        boolean own = !Methods.isFromAnotherSite(request);
        if (own && hasCookie(request)) {
            return new Grant(Right.CONFIGURE, Grant.By.TOKEN);
        }
        return own && isLocal(request) && !settings.open.covers(settings.local)
                ? new Grant(settings.local, Grant.By.LOOPBACK)
                : new Grant(settings.open, Grant.By.OPEN);
    }

    /// Why the request may not do what needs this right; empty if it may.
    public Optional<Problem> refusal(Request request, Right needed) {
        Optional<String> shown = credentials(request);
        if (shown.isPresent()) {
            Optional<Problem> wrong = wrong(request, shown.get());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        if (of(request).may().covers(needed)) {
            return Optional.empty();
        }
        return Optional.of(
                Methods.isFromAnotherSite(request)
                        ? Problem.forbidden("only this server's own page may do that")
                        : needsToken());
    }

    /// The cookie for a browser that has shown the token.
    ///
    /// @param shown what it says the token is
    /// @throws RefusedException if it is not
    public HttpCookie login(Request request, String shown) throws RefusedException {
        Optional<Problem> wrong = wrong(request, shown);
        if (wrong.isPresent()) {
            throw new RefusedException(wrong.get());
        }
        return cookie(request, settings.token.cookie(), COOKIE_AGE);
    }

    /// What makes a browser forget its cookie.
    public HttpCookie logout(Request request) {
        return cookie(request, "", Duration.ZERO);
    }

    /// Somebody may not log in.
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private RefusedException(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    /// How many wrong tokens came.
    public long failedLogins() {
        return failures.all();
    }

    /// Empty if it is right. Who was wrong too often is not even asked.
    private Optional<Problem> wrong(Request request, String shown) {
        Origin origin = Origin.of(remote(request));
        Duration wait = failures.wait(origin);
        if (wait.isPositive()) {
            return Optional.of(
                    new Problem(
                            HttpStatus.TOO_MANY_REQUESTS_429,
                            "too many wrong tokens came from this address; wait a minute",
                            "too-many-logins",
                            Optional.of(wait)));
        }
        if (settings.token.is(shown)) {
            return Optional.empty();
        }
        failures.add(origin);
        return Optional.of(
                new Problem(HttpStatus.UNAUTHORIZED_401, "this is not the token")
                        .coded("login-needed"));
    }

    private static Problem needsToken() {
        return new Problem(
                        HttpStatus.UNAUTHORIZED_401,
                        "log in first: send the token as \"Authorization: Bearer TOKEN\"; the log"
                                + " says at the server's start where it is (admin.token)")
                .coded("login-needed");
    }

    private static Optional<String> credentials(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        String[] words = header.strip().split(" +", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(rest);
            case "basic" -> Optional.of(password(rest));
            default -> Optional.of("");
        };
    }

    private static String password(String basic) {
        try {
            byte[] pair = Base64.getDecoder().decode(basic);
            return new String(pair, StandardCharsets.UTF_8).replaceFirst("^[^:]*:", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private boolean hasCookie(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(cookieName(request)))
                .anyMatch(cookie -> settings.token.isCookie(cookie.getValue()));
    }

    private static HttpCookie cookie(Request request, String value, Duration age) {
        return HttpCookie.build(cookieName(request), value)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(HttpCookie.SameSite.STRICT)
                .maxAge(age.toSeconds())
                .build();
    }

    /// Cookies are the same for all ports of a host; servers on two of them are not.
    private static String cookieName(Request request) {
        return "millrace-" + Request.getServerPort(request);
    }

    private static boolean isLocal(Request request) {
        var headers = request.getHeaders();
        String host = headers.get(HttpHeader.HOST);
        String asked = host == null ? Request.getServerName(request) : host;
        return remote(request).isLoopbackAddress()
                && OF_PROXIES.stream().noneMatch(headers::contains)
                && LOCAL_HOST.matcher(asked).matches();
    }

    private static InetAddress remote(Request request) {
        return Addresses.inet(request.getConnectionMetaData().getRemoteSocketAddress());
    }
}
