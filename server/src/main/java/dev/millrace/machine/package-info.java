/// The machine that the server runs on: how much memory and CPU there is, and how to keep a secret
/// on its disk.
///
/// - Way in: [dev.millrace.machine.VitalsWatch], [dev.millrace.machine.PrivateFile]
/// - Threads: any
/// - Imports: nothing of ours
@NullMarked
package dev.millrace.machine;

import org.jspecify.annotations.NullMarked;
