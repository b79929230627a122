package dev.millrace.gateway.ts;

import java.nio.ByteBuffer;

/// What a viewer must know to start at a group of the TS wire: nothing, if it is new, since every
/// group begins with the tables.
///
/// @param discontinuity packets that tell a viewer who lost groups that counters and clock go on
///   elsewhere; not to be changed
public record TsStart(ByteBuffer discontinuity) {
    ByteBuffer prelude(boolean first) {
        return first ? ByteBuffer.allocate(0) : discontinuity.duplicate();
    }
}
