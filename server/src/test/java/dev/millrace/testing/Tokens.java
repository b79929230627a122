package dev.millrace.testing;

import java.time.Duration;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// Somebody who makes JSON Web Tokens.
public final class Tokens {
    private final EllipticCurveJsonWebKey key;

    /// @param name of its key, which is a new one
    public Tokens(String name) {
        try {
            key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(name);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /// What others check its tokens with.
    public String keys() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /// A token that is good for a time.
    public String token(Duration goodFor, Map<String, ?> claims) {
        return signed(claims(goodFor, claims));
    }

    public String token(Duration goodFor, String issuer, String audience, Map<String, ?> claims) {
        JwtClaims all = claims(goodFor, claims);
        all.setIssuer(issuer);
        all.setAudience(audience);
        return signed(all);
    }

    /// One that nobody has signed.
    public static String unsigned(Map<String, ?> claims) {
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setPayload(claims(Duration.ofHours(1), claims).toJson());
        return text(token);
    }

    private static JwtClaims claims(Duration goodFor, Map<String, ?> claims) {
        var all = new JwtClaims();
        NumericDate until = NumericDate.now();
        until.addSeconds(goodFor.toSeconds());
        all.setExpirationTime(until);
        claims.forEach(all::setClaim);
        return all;
    }

    private String signed(JwtClaims claims) {
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(key.getPrivateKey());
        token.setPayload(claims.toJson());
        return text(token);
    }

    private static String text(JsonWebSignature token) {
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
