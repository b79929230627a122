/// The machine that the server runs on: how much memory and CPU there is, how to write a file so
/// that it is whole, and who is told that the server is up.
///
/// - Way in: [dev.millrace.machine.VitalsWatch], [dev.millrace.machine.ProcFiles],
///   [dev.millrace.machine.WholeFile], [dev.millrace.machine.ServiceManager]
/// - Threads: any
/// - Imports: `machine.proc`
@NullMarked
package dev.millrace.machine;

import org.jspecify.annotations.NullMarked;
