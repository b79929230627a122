package dev.millrace.bench.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What peers do to servers.
enum Fault {
    /// A publisher says goodbye.
    LEFT(Place.PUBLISHER),
    /// A publisher leaves without a word.
    CLOSED(Place.PUBLISHER),
    /// A publisher's connection is reset.
    RESET(Place.PUBLISHER),
    /// A publisher sends nothing for a while, and goes on.
    PAUSED(Place.PUBLISHER),
    /// A publisher's clock jumps ahead by a minute.
    JUMPED_AHEAD(Place.PUBLISHER),
    /// A publisher's clock jumps back by a minute.
    JUMPED_BACK(Place.PUBLISHER),
    /// Somebody sends noise to the RTMP port.
    NOISE(Place.RTMP_PORT),
    /// Somebody connects and says nothing.
    SILENCE(Place.RTMP_PORT),
    /// Somebody sends half a handshake and is gone.
    HALF_HANDSHAKE(Place.RTMP_PORT),
    /// Somebody sends noise to the HTTP port.
    HTTP_NOISE(Place.HTTP_PORT),
    /// Somebody sends the head of a request a line a second.
    SLOW_REQUEST(Place.HTTP_PORT),
    /// A player plays and does not read.
    UNREAD(Place.HTTP_PORT);

    /// Where it happens.
    enum Place {
        PUBLISHER,
        RTMP_PORT,
        HTTP_PORT
    }

    private final Place place;

    Fault(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    static List<Fault> ofPublishers() {
        return Arrays.stream(values()).filter(it -> it.place == Place.PUBLISHER).toList();
    }

    static List<Fault> ofVandals() {
        return Arrays.stream(values()).filter(it -> it.place != Place.PUBLISHER).toList();
    }

    /// For people.
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
