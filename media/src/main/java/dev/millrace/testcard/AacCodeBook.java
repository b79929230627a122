package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;

/// The spectrum code book 11 of AAC, ISO/IEC 14496-3 table 4.A.12: pairs of magnitudes, escaped
/// from 16 up. It can say everything, so it is the only one used here.
final class AacCodeBook {
    static final int NUMBER = 11;

    /// A row for each first magnitude, a column for each second one: the bits of the code (one hex
    /// digit), then the code (three).
    private static final String[] CODES = {
        "400050066019703d809c80c691a7a390a3c2a3dfb7e6b7f3cffbb7eccffacffea38e",
        "500540015008601470377042809280af919191a591b5a39ea3c0a3a2a3cdb7d680ae",
        "601750075009601870397040808e80a380b8919991ac91c1a3b1a396a3bea3ca809d",
        "703c60156016601a703b7044809180a580be919691ae91b9a3a1a391a3a5a3d58094",
        "809a70367038703a7041808c809b80b080c3919e91ab91bca39fa38fa3a9a3cf8093",
        "80bf703e703f70437045809e80a780b9919491a291ba91c3a3a6a3a7a3bba3d4809f",
        "91a0808f808d8090809880a680b680c4919f91af91bfa399a3bfa3b4a3c9a3e780a8",
        "91b680ab80a480aa80b280c280c5919891a491b8a38ca3a4a3c4a3c6a3dda3e880ad",
        "a3af919280bd80bc918e9197919a91a391b1a38da398a3b7a3d3a3d1a3dbb7dd80b4",
        "a3de91a9919b919c91a191aa91ad91b3a38ba3b2a3b8a3cea3e1a3e0b7d2b7e580b7",
        "b7e391bb91a891a691b091b291b7a39ba39aa3baa3b5a3d6b7d7a3e4b7d8b7ea80ba",
        "b7e8a3a091bd91b4a38a91c4a392a3aaa3b0a3bca3d7b7d4b7dcb7dbb7d5b7f080c1",
        "b7fba3c8a3a3a395a39da3aca3aea3c5a3d8a3e2a3e6b7e4b7e7b7e0b7e9b7f79190",
        "b7f2a39391be91c0a394a397a3ada3c3a3c1a3d2b7dab7d9b7dfb7ebb7f4b7fa9195",
        "b7f8a3bda39ca3aba3a8a3b3a3b9a3d0a3e3a3e5b7e2b7deb7edb7f1b7f9b7fc9193",
        "cffda3dca3b6a3c7a3cca3cba3d9a3dab7d3b7e1b7eeb7efb7f5b7f6cffccfff919d",
        "91c280b580a1809680978095809980a080a280ac80a980b180b380bb80c0918f5004"
    };

    private static final int ESCAPE = 16;
    private static final int ESCAPE_BITS_MIN = 4;
    private static final int HEX_DIGITS = 4;

    private AacCodeBook() {}

    /// Writes two quantised lines of the spectrum, 4.6.3.3: the code, the signs, the escapes.
    static void pair(BitWriter out, int first, int second) {
        int row = Math.min(Math.abs(first), ESCAPE);
        int column = Math.min(Math.abs(second), ESCAPE);
        int at = column * HEX_DIGITS;
        int entry = Integer.parseInt(CODES[row].substring(at, at + HEX_DIGITS), 16);
        out.bits(entry & 0xFFF, entry >> 12);
        sign(out, first);
        sign(out, second);
        escape(out, Math.abs(first));
        escape(out, Math.abs(second));
    }

    private static void sign(BitWriter out, int value) {
        if (value != 0) {
            out.flag(value < 0);
        }
    }

    /// As many ones as the magnitude has bits above five, a zero, and the magnitude without its
    /// leading one.
    private static void escape(BitWriter out, int magnitude) {
        if (magnitude < ESCAPE) {
            return;
        }
        int bits = 31 - Integer.numberOfLeadingZeros(magnitude);
        for (int i = ESCAPE_BITS_MIN; i < bits; i++) {
            out.flag(true);
        }
        out.flag(false).bits(magnitude, bits);
    }
}
