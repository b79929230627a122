package dev.millrace.app;

import dev.millrace.config.Config;
import dev.millrace.config.PerChannel;
import dev.millrace.gateway.Vhosts;
import dev.millrace.media.ChannelName;
import dev.millrace.net.PemIdentity;
import java.io.IOException;
import java.util.Optional;

/// The settings of a server as they are now. Whoever asks here whenever a setting matters need not
/// be told that it has changed. Any thread.
final class Current {
    private volatile State state;

    /// What holds together.
    ///
    /// @param vhosts of the configuration
    /// @param identity what is shown where there is TLS
    record State(Config config, Vhosts vhosts, Optional<PemIdentity> identity) {
        /// @throws IOException if the files of TLS cannot be used; says which and why
        static State of(Config config) throws IOException {
            var certificate = config.tls().certificate();
            var key = config.tls().key();
            return new State(
                    config,
                    Settings.vhosts(config),
                    certificate.isPresent() && key.isPresent()
                            ? Optional.of(PemIdentity.load(certificate.get(), key.get()))
                            : Optional.empty());
        }
    }

    Current(State state) {
        this.state = state;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    Config config() {
        return state.config;
    }

    Vhosts vhosts() {
        return state.vhosts;
    }

    /// What is set for a channel.
    PerChannel of(ChannelName name) {
        return config().rules().of(name);
    }
}
