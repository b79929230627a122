package dev.millrace.api.srs;

import dev.millrace.api.ServerView;
import dev.millrace.gateway.Vhosts;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.machine.BusyWatch;
import dev.millrace.machine.ProcFiles;
import dev.millrace.media.ChannelName;
import java.util.function.Function;

/// Everything that the API of SRS shows. Any thread.
///
/// @param hls what is set for a channel
/// @param files what the system tells of this process and its machine
/// @param busy how busy they are
public record SrsView(
        ServerView server,
        Vhosts vhosts,
        Function<ChannelName, HlsSettings> hls,
        ProcFiles files,
        BusyWatch busy,
        LogLevel log) {
    /// What clients tell this server from others by: another one after each start.
    String id() {
        return server.hooks().server();
    }
}
