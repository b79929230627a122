package dev.millrace.flv;

import java.util.Arrays;
import java.util.Optional;

/// How a body is divided among numbered tracks. Enhanced RTMP v2, "AvMultitrackType".
///
/// ```
///  ONE_TRACK     codec |         track id |              | payload to the end
///  MANY_TRACKS   codec |       ( track id | payload size | payload          )*
///  MANY_CODECS         | ( codec | track id | payload size | payload        )*
///  bytes         4       4         1          3
/// ```
enum Multitrack {
    ONE_TRACK(0, 1),
    MANY_TRACKS(1, 4),
    MANY_CODECS(2, 8);

    private final int code;
    private final int entryBytes;

    Multitrack(int code, int entryBytes) {
        this.code = code;
        this.entryBytes = entryBytes;
    }

    /// 4 bits.
    int code() {
        return code;
    }

    /// What stands in front of each payload.
    int entryBytes() {
        return entryBytes;
    }

    static Optional<Multitrack> of(int code) {
        return Arrays.stream(values()).filter(known -> known.code == code).findFirst();
    }
}
