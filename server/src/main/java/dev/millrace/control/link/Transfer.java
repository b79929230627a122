package dev.millrace.control.link;

import dev.millrace.uplink.EdgeMessage.Offer;
import java.util.UUID;

/// A segment on its way here.
///
/// @param partial what has come of it
record Transfer(Offer offer, UUID source, Partial partial) {
    long number() {
        return offer.transfer();
    }
}
