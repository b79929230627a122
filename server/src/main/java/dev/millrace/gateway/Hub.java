package dev.millrace.gateway;

import dev.millrace.channel.Channels;
import dev.millrace.delivery.Lanes;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Sessions;

/// What every gateway of a server works with. Any thread.
///
/// @param channels what is published
/// @param lanes the threads that serve viewers
/// @param sessions who is connected
/// @param housekeeper whom to ask to be called now and then
public record Hub(Channels channels, Lanes lanes, Sessions sessions, Housekeeper housekeeper) {}
