package dev.millrace.api.srs;

import dev.millrace.api.ServerView;
import dev.millrace.gateway.Vhosts;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.machine.BusyWatch;
import dev.millrace.machine.ProcFiles;
import dev.millrace.media.ChannelName;
import java.util.function.Function;
import java.util.function.Supplier;

/// Everything that the API of SRS shows. Any thread.
///
/// @param vhostsNow which virtual hosts there are, asked anew each time
/// @param hls what is set for a channel
/// @param files what the system tells of this process and its machine
/// @param busy how busy they are
public record SrsView(
        ServerView server,
        Supplier<Vhosts> vhostsNow,
        Function<ChannelName, HlsSettings> hls,
        ProcFiles files,
        BusyWatch busy,
        LogLevel log) {
    Vhosts vhosts() {
        return vhostsNow.get();
    }

    /// What clients tell this server from others by: another one after each start.
    String id() {
        return server.hooks().server();
    }
}
