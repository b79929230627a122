/// What the configuration says of who may come, who is asked and told, and of other servers, in the
/// words of those rooms.
///
/// - Way in: [dev.millrace.app.setup.EntrySettings], [dev.millrace.app.setup.ClusterSetup]
/// - Threads: any
/// - Imports: `channel`, `cluster`, `config`, `dvr`, `entry`, `gateway.hls`, `hook`
@NullMarked
package dev.millrace.app.setup;

import org.jspecify.annotations.NullMarked;
