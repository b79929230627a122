package dev.millrace.api.livemix;

import dev.millrace.net.http.Problem;
import java.io.IOException;

/// What comes with a request is not taken.
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
