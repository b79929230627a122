package dev.millrace.mp4;

import dev.millrace.bytes.ByteWriter;

/// A film made by hand: one track of sound, whose samples have one, two, three … bytes, each of its
/// number. Its clock has 1000 ticks in a second; that of the movie, 100.
final class Film {
    /// AAC-LC of 48 kHz and two channels.
    static final byte[] AAC = esds("1190");

    static final int SAMPLES = 6;

    private Film() {}

    /// Samples, and their header behind them.
    ///
    /// @param tables what the track has besides descriptions
    static byte[] of(byte[]... tables) {
        return ofTrak(trak(1, mp4a(), tables));
    }

    static byte[] ofTrak(byte[] trak) {
        return Box.join(ftyp(), mdat(), moov(trak));
    }

    /// Where a sample is in the film.
    static long position(int number) {
        return 24 + number * (number - 1L) / 2;
    }

    /// One chunk with everything.
    static byte[] oneChunk() {
        return Box.join(
                Box.full("stsc", 0, 0, 1, 1, SAMPLES, 1), Box.full("stco", 0, 0, 1, position(1)));
    }

    static byte[] sizes() {
        return Box.full("stsz", 0, 0, 0, SAMPLES, 1, 2, 3, 4, 5, 6);
    }

    /// 20 ticks for each.
    static byte[] durations() {
        return Box.full("stts", 0, 0, 1, SAMPLES, 20);
    }

    static byte[] ftyp() {
        return Box.of("ftyp", Box.hex("69736F6D 00000000"));
    }

    /// All samples, the first behind the eight bytes of its header.
    static byte[] mdat() {
        var out = new ByteWriter();
        for (int number = 1; number <= SAMPLES; number++) {
            for (int i = 0; i < number; i++) {
                out.u8(number);
            }
        }
        return Box.of("mdat", out.toByteArray());
    }

    static byte[] moov(byte[]... boxes) {
        return Box.of("moov", Box.full("mvhd", 0, 0, 0, 0, 100, 0), Box.join(boxes));
    }

    /// @param entry a description of samples
    static byte[] trak(int id, byte[] entry, byte[]... tables) {
        return editedTrak(new byte[0], id, entry, tables);
    }

    /// @param elst its edits
    static byte[] editedTrak(byte[] elst, int id, byte[] entry, byte[]... tables) {
        byte[] stsd = Box.of("stsd", Box.ints(0, 1), entry);
        byte[] stbl = Box.of("stbl", stsd, Box.join(tables));
        byte[] mdhd = Box.full("mdhd", 0, 0, 0, 0, 1000, 0);
        return Box.of(
                "trak",
                Box.full("tkhd", 0, 7, 0, 0, id),
                Box.of("edts", elst),
                Box.of("mdia", mdhd, Box.of("minf", stbl)));
    }

    static byte[] mp4a() {
        return mp4a(AAC);
    }

    /// @param boxes what is behind the fields
    static byte[] mp4a(byte[] boxes) {
        return Box.of("mp4a", Box.hex("000000000000 0001"), new byte[20], boxes);
    }

    /// Pictures of VP9, whose frames are whatever they are.
    static byte[] vp09() {
        byte[] vpcC = Box.of("vpcC", Box.hex("01000000 00 0A 82 02 02 02 0000"));
        return Box.of("vp09", Box.hex("000000000000 0001"), new byte[70], vpcC);
    }

    /// @param config an AudioSpecificConfig
    static byte[] esds(String config) {
        byte[] asc = Box.hex(config);
        var decoder = new ByteWriter().u8(0x40).bytes(new byte[12]);
        decoder.u8(5).u8(asc.length).bytes(asc);
        var stream = new ByteWriter().u16(1).u8(0).u8(4).u8(decoder.size());
        stream.bytes(decoder.toByteArray());
        // Sizes may be longer than they need to.
        var all = new ByteWriter().u32(0).u8(3).u24(0x808080).u8(stream.size());
        return Box.of("esds", all.bytes(stream.toByteArray()).toByteArray());
    }
}
