/// Keeps the catalogue and the object store of a control node in step, whatever was in the middle
/// of what when a process ended.
///
/// An object is stored first and named in the catalogue after that, and the other way round it is
/// forgotten first and deleted after that. So a crash leaves objects that nobody names, which only
/// take room, and no name without an object.
///
/// - Way in: [dev.millrace.control.upkeep.Sweeper], [dev.millrace.control.upkeep.Repair]
/// - Threads: the caller's; several processes may do it at a time
/// - Imports: `segment`, `control`, `control.catalogue`, `control.objects`
@NullMarked
package dev.millrace.control.upkeep;

import org.jspecify.annotations.NullMarked;
