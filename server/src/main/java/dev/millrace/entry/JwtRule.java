package dev.millrace.entry;

import java.net.URI;
import java.util.Optional;

/// Which JSON Web Tokens are good.
///
/// @param keys where the set of keys is that they may be signed with (RFC 7517, 5)
/// @param issuer who must have made them, if that matters
/// @param audience whom they must be for, if that matters
/// @param claim what in them says what the bearer may
/// @param once whether a token lets in one session only
public record JwtRule(
        URI keys, Optional<String> issuer, Optional<String> audience, String claim, boolean once) {}
