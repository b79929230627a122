/// The rooms of the page's meetings: everybody in one publishes a channel, and plays those of the
/// others.
///
/// [dev.millrace.gateway.meeting.MeetingGateway] is the way in.
///
/// - Threads: any; asking who may look takes as long as the services that are asked.
/// - Imports: `bytes`, `media`, `channel`, `entry`, `json`, `net.http`, `gateway`, `gateway.http`.
@NullMarked
package dev.millrace.gateway.meeting;

import org.jspecify.annotations.NullMarked;
