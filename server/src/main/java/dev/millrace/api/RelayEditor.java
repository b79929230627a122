package dev.millrace.api;

import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the API asks to change relays: they outlive the server. Any thread.
public interface RelayEditor {
    /// One relay as it is set up.
    ///
    /// @param form its settings, with the names of the configuration file, without what is secret
    record Entry(Origin origin, Map<String, Object> form) {}

    /// Where the settings of a relay come from.
    enum Origin {
        /// The configuration file.
        FILE,

        /// The API.
        API,

        /// The API, although the configuration file has them, too.
        CHANGED,

        /// Nobody: an edge fetches a channel of its origins while somebody watches.
        CLUSTER,

        /// Nobody: an engine makes a channel of another one while that is published.
        TRANSCODE
    }

    /// The settings that a relay has, for whoever fills in a form: records that become JSON.
    List<?> fields();

    Optional<Entry> find(ChannelName name);

    /// Adds a relay, or changes the one of this name.
    ///
    /// @param name what it is called, if the text need not say so
    /// @param text JSON with the settings
    /// @param isNew whether there must be none yet
    /// @return its name
    ChannelName put(Optional<ChannelName> name, String text, boolean isNew) throws RefusedException;

    /// Removes a relay; one of the configuration file becomes what that says again.
    void remove(ChannelName name) throws RefusedException;

    /// It cannot be done.
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        public RefusedException(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
