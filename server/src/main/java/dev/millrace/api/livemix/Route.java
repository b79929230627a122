package dev.millrace.api.livemix;

import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.json.JsonException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;

/// A path and a method, and what answers them.
record Route(HttpMethod method, Pattern path, Action action) {
    /// Answers a request.
    interface Action {
        void answer(LiveMixExchange exchange)
                throws JsonException, BadRequestException, NameTakenException, IOException;
    }

    /// @param path `{}` stands for one part of it
    static Route of(HttpMethod method, String path, Action action) {
        return new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), action);
    }
}
