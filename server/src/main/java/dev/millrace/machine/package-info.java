/// The machine that the server runs on: how much memory and CPU there is, and how to write a file
/// so that it is whole.
///
/// - Way in: [dev.millrace.machine.VitalsWatch], [dev.millrace.machine.ProcFiles],
///   [dev.millrace.machine.WholeFile]
/// - Threads: any
/// - Imports: `machine.proc`
@NullMarked
package dev.millrace.machine;

import org.jspecify.annotations.NullMarked;
