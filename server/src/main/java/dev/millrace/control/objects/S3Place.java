package dev.millrace.control.objects;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a bucket is.
///
/// @param prefix what all keys begin with: nothing, or something that ends in `/`
/// @param endpoint the server; empty for Amazon's
/// @param pathStyle whether the bucket is a part of the path, not of the host's name
record S3Place(
        String bucket, String prefix, Optional<URI> endpoint, String region, boolean pathStyle) {
    static final String SCHEME = "s3";

    private static final String REGION = "us-east-1";
    private static final Set<String> OPTIONS = Set.of("endpoint", "region", "path-style");

    /// Amazon S3 User Guide, "General purpose bucket naming rules".
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /// Reads `s3://bucket/prefix?endpoint=http://host:9000&region=eu-central-1&path-style=true`.
    ///
    /// @throws IllegalArgumentException if it is not of this form
    static S3Place parse(String url) {
        try {
            return parse(new URI(url));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("%s is no URL: %s".formatted(url, e.getReason()), e);
        }
    }

    private static S3Place parse(URI url) {
        String bucket = Optional.ofNullable(url.getRawAuthority()).orElse("");
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    ("the bucket is %s, but must be 3 to 63 small letters, digits, . and -; keys"
                                    + " are settings of their own")
                            .formatted(bucket.contains("@") ? "***" : bucket));
        }
        Map<String, String> options = options(Optional.ofNullable(url.getRawQuery()).orElse(""));
        Optional<URI> endpoint = Optional.ofNullable(options.get("endpoint")).map(S3Place::server);
        String pathStyle = options.getOrDefault("path-style", "false");
        if (!pathStyle.equals("true") && !pathStyle.equals("false")) {
            throw new IllegalArgumentException(
                    "path-style is %s, but must be true or false".formatted(pathStyle));
        }
        return new S3Place(
                bucket,
                prefix(url.getRawPath()),
                endpoint,
                options.getOrDefault("region", REGION),
                pathStyle.equals("true"));
    }

    private static Map<String, String> options(String query) {
        var options = new LinkedHashMap<String, String>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no option %s; there are endpoint, region and path-style"
                                .formatted(name));
            }
            options.put(
                    name, URLDecoder.decode(option.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return options;
    }

    private static URI server(String url) {
        try {
            var server = new URI(url);
            boolean isWeb = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
            if (isWeb && server.getHost() != null && server.getRawUserInfo() == null) {
                return server;
            }
        } catch (URISyntaxException _) {
            // Said below, without the reason: it would quote what may be a password.
        }
        throw new IllegalArgumentException(
                "endpoint must be like https://host:9000, without a user");
    }

    private static String prefix(String path) {
        String prefix = path.replaceAll("^/+|/+$", "");
        if (!prefix.isEmpty()) {
            ObjectKey.checked(prefix);
        }
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    @Override
    public String toString() {
        return "s3://%s/%s%s".formatted(bucket, prefix, endpoint.map(it -> " at " + it).orElse(""));
    }
}
