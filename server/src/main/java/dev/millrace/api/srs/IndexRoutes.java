package dev.millrace.api.srs;

import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.media.ChannelName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;

/// What there is, and what this server is: `/`, `/api`, `/api/v1`, `versions`, `authors`,
/// `features`, `requests`.
final class IndexRoutes {
    private static final String NAME = "Millrace";
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9}).*");

    /// What nobody but its owner may see, not even in an answer to a request of the owner's.
    private static final Set<String> SECRETS =
            Set.of("authorization", "cookie", "proxy-authorization");

    private final SrsView view;

    IndexRoutes(SrsView view) {
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", it -> it.send("urls", Map.of("api", "where the API is"))),
                Route.get("/api", it -> it.send("urls", Map.of("v1", "version 1 of the API"))),
                Route.get("/api/v1", it -> it.send("urls", urls())),
                Route.get("/api/v1/versions", it -> it.send("data", version())),
                Route.get("/api/v1/authors", it -> it.send("data", authors())),
                Route.get("/api/v1/features", it -> it.send("data", features())),
                Route.get("/api/v1/requests", it -> it.send("data", request(it))));
    }

    private static Map<String, String> urls() {
        var urls = new LinkedHashMap<String, String>();
        urls.put("versions", "which version this is");
        urls.put("summaries", "the server and its machine in one answer");
        urls.put("rusages", "what the server took of the machine so far");
        urls.put("self_proc_stats", "the server as a process");
        urls.put("system_proc_stats", "all processors of the machine");
        urls.put("meminfos", "the memory of the machine");
        urls.put("authors", "who made it");
        urls.put("features", "what it can do");
        urls.put("requests", "the request, as it came");
        urls.put("configs", "what can be set while it runs");
        urls.put("vhosts", "virtual hosts, or one: vhosts/ID");
        urls.put("streams", "streams, or one: streams/ID");
        urls.put("clients", "who publishes and plays, or one of them: clients/ID; DELETE ends it");
        urls.put("metrics", "the most important numbers, for Prometheus");
        return urls;
    }

    /// A version that is no release is 0.0.0.
    private Map<String, Object> version() {
        String version = view.server().instance().version();
        Matcher parts = VERSION.matcher(version);
        boolean isRelease = parts.matches();
        var data = new LinkedHashMap<String, Object>();
        data.put("major", isRelease ? Integer.parseInt(parts.group(1)) : 0);
        data.put("minor", isRelease ? Integer.parseInt(parts.group(2)) : 0);
        data.put("revision", isRelease ? Integer.parseInt(parts.group(3)) : 0);
        data.put("version", version);
        return data;
    }

    private static Map<String, Object> authors() {
        var data = new LinkedHashMap<String, Object>();
        data.put("license", "Apache-2.0");
        data.put("primary_authors", "the authors of " + NAME);
        data.put("contributors_link", "");
        data.put("contributors", "");
        return data;
    }

    private Map<String, Object> features() {
        HlsSettings hls = view.hls().apply(StreamRoutes.anyOf(ChannelName.DEFAULT_VHOST));
        var features = new LinkedHashMap<String, Object>();
        features.put("ssl", true);
        features.put("hls", hls.enabled());
        features.put("hds", false);
        features.put("callback", true);
        features.put("api", true);
        features.put("httpd", true);
        features.put("dvr", view.server().control().isPresent());
        features.put("transcode", true);
        features.put("ingest", true);
        features.put("stat", true);
        features.put("caster", false);
        var data = new LinkedHashMap<String, Object>();
        data.put("options", "");
        data.put("options2", "");
        data.put("build", view.server().instance().version());
        data.put("build2", "Java " + Runtime.version());
        data.put("features", features);
        return data;
    }

    private Map<String, Object> request(SrsExchange exchange) {
        var headers = new LinkedHashMap<String, String>();
        for (HttpField field : exchange.request().getHeaders()) {
            boolean isSecret = SECRETS.contains(field.getLowerCaseName());
            headers.put(field.getName(), isSecret ? "***" : String.valueOf(field.getValue()));
        }
        HttpURI uri = exchange.request().getHttpURI();
        var data = new LinkedHashMap<String, Object>();
        data.put("uri", uri.asString());
        data.put("path", exchange.path());
        data.put("METHOD", exchange.request().getMethod());
        data.put("headers", headers);
        data.put("server", server(uri));
        return data;
    }

    /// `sigature` is how SRS spells it.
    private Map<String, Object> server(HttpURI uri) {
        var server = new LinkedHashMap<String, Object>();
        server.put("sigature", NAME.toLowerCase(Locale.ROOT));
        server.put("name", NAME);
        server.put("version", view.server().instance().version());
        server.put("link", "%s://%s/".formatted(uri.getScheme(), uri.getAuthority()));
        server.put("time", System.currentTimeMillis());
        return server;
    }
}
