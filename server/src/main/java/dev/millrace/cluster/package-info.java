/// Several servers that work together: what is published here is forwarded to others, and what is
/// not here is fetched from those that have it.
///
/// - Way in: [dev.millrace.cluster.Cluster]
/// - Out: [dev.millrace.cluster.Forwards], with a [dev.millrace.cluster.Sender] for each
///   destination
/// - In: [dev.millrace.cluster.OriginPulls], which begins relays when somebody wants to watch, and
///   [dev.millrace.cluster.OriginGate], where publishers and viewers are asked for at the origin
/// - Threads: a virtual one for each destination of a publication; everything else on the caller's
/// - Imports: `channel`, `client`, `entry`, `observe`, `relay`
@NullMarked
package dev.millrace.cluster;

import org.jspecify.annotations.NullMarked;
