/// What Linux says in the files of `/proc`, read. proc(5). Whatever is missing in a text counts as
/// zero: the files grow with the kernel.
///
/// - Way in: each is one file, but for [dev.millrace.machine.proc.ResourceUsage], which is of
///   several
/// - Threads: immutable values
/// - Imports: nothing of ours
@NullMarked
package dev.millrace.machine.proc;

import org.jspecify.annotations.NullMarked;
