package dev.millrace.api;

import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Optional;

/// What is set in the server, and how that is changed while it runs. Any thread.
public interface ConfigDesk {
    /// Every setting, without secrets.
    List<EffectiveJson.Setting> settings();

    /// What would change.
    ///
    /// @param text the new configuration; empty for that of the file
    /// @throws RefusedException if it could not be done; says why
    PlanJson plan(Optional<String> text) throws RefusedException;

    /// Changes it: all of it, or nothing.
    ///
    /// @param text the new configuration; empty for that of the file
    /// @param keep whether the text is written to the file
    /// @throws RefusedException if it cannot be done; says why
    PlanJson apply(Optional<String> text, boolean keep) throws RefusedException;

    /// The settings stay as they are.
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        public RefusedException(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }
}
