package dev.millrace.control.catalogue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A catalogue in PostgreSQL, which several control nodes share.
final class Postgresql {
    /// How the URL of one begins.
    static final String SCHEME = "postgresql";

    private static final int CONNECTIONS_MAX = 8;

    /// How long to wait for a connection, and for an answer.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Postgresql() {}

    /// Connects to it.
    ///
    /// @param url `postgresql://user:password@host:port/database`, and options of the driver behind
    ///   a `?`
    /// @throws IllegalArgumentException if it is not of this form
    /// @throws CatalogueException if nobody answers there
    static Database open(URI url) {
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        if (url.getHost() == null || path.length() < 2) {
            throw new IllegalArgumentException(
                    "the URL of the catalogue must be like"
                            + " postgresql://user:password@host:5432/database");
        }
        String place = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + path;
        String name = "the catalogue in PostgreSQL at " + place;
        String options = Optional.ofNullable(url.getRawQuery()).map(it -> "?" + it).orElse("");
        var pool = new HikariConfig();
        pool.setPoolName(SCHEME);
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl("jdbc:postgresql://" + place + options);
        userOf(url, pool);
        String seconds = String.valueOf(PATIENCE.toSeconds());
        pool.addDataSourceProperty("connectTimeout", seconds);
        pool.addDataSourceProperty("socketTimeout", seconds);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", "millrace");
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        return connect(name, pool);
    }

    private static Database connect(String name, HikariConfig config) {
        try {
            var pool = new HikariDataSource(config);
            return new Database(name, "BEGIN", pool, pool, pool::close);
        } catch (RuntimeException e) {
            throw new CatalogueException("%s cannot be reached: %s".formatted(name, reason(e)), e);
        }
    }

    private static void userOf(URI url, HikariConfig pool) {
        String user = Optional.ofNullable(url.getRawUserInfo()).orElse("");
        int colon = user.indexOf(':');
        if (colon >= 0) {
            pool.setPassword(decoded(user.substring(colon + 1)));
        }
        String name = colon < 0 ? user : user.substring(0, colon);
        if (!name.isEmpty()) {
            pool.setUsername(decoded(name));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String reason(Throwable e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
    }
}
