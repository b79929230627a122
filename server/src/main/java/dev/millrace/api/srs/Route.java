package dev.millrace.api.srs;

import dev.millrace.access.Right;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;

/// A path and a method, who may use them, and what answers.
record Route(HttpMethod method, Pattern path, Right needed, Action action) {
    /// Answers a request.
    interface Action {
        void answer(SrsExchange exchange) throws RefusedException;
    }

    /// Something to look at.
    ///
    /// @param path `{}` stands for one part of it
    static Route get(String path, Action action) {
        return of(HttpMethod.GET, path, Right.READ, action);
    }

    static Route of(HttpMethod method, String path, Right needed, Action action) {
        return new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), needed, action);
    }

    boolean isAt(String place) {
        return path.matcher(place).matches();
    }

    boolean answers(String asked) {
        return method.is(asked) || (method == HttpMethod.GET && HttpMethod.HEAD.is(asked));
    }
}
