package dev.millrace.api.srs;

import dev.millrace.net.http.Problem;

/// A request is not answered as asked.
final class RefusedException extends Exception {
    /// Codes of SRS: there is no such path, stream, or client.
    static final int NO_PATH = 804;

    static final int NO_STREAM = 2048;
    static final int NO_CLIENT = 2049;

    private static final long serialVersionUID = 1;

    private final int code;
    private final transient Problem problem;

    /// For what SRS has no code for: the status is one.
    RefusedException(Problem problem) {
        this(problem.status(), problem);
    }

    RefusedException(int code, Problem problem) {
        super(problem.detail());
        this.code = code;
        this.problem = problem;
    }

    int code() {
        return code;
    }

    Problem problem() {
        return problem;
    }
}
