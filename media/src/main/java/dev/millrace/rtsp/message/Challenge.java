package dev.millrace.rtsp.message;

import java.util.Map;

/// A way in which a server lets clients prove who they are: `Digest realm="cam", nonce="…"`. RFC
/// 9110, 11.6.1.
///
/// @param scheme in lower case
/// @param parameters by name, in which case does not matter
record Challenge(String scheme, Map<String, String> parameters) {
    /// The value of a parameter; empty if it is not there.
    String get(String name) {
        return parameters.getOrDefault(name, "");
    }
}
