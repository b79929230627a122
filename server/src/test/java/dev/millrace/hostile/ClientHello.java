package dev.millrace.hostile;

import dev.millrace.bytes.ByteWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// The first message of a TLS client, with whatever a scanner wants in it: what no library would
/// send any more. RFC 5246, 7.4.1.2.
///
/// @param version as on the wire: 0x0303 is TLS 1.2
/// @param compressions the methods offered
record ClientHello(int version, List<Integer> cipherSuites, List<Integer> compressions) {
    private static final int PATIENCE_MS = 20_000;
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int SERVER_HELLO = 2;

    /// What the server said first.
    ///
    /// @param cipherSuite negative for a refusal
    record Answer(int version, int cipherSuite, int compression) {
        static final Answer REFUSAL = new Answer(-1, -1, -1);

        boolean isRefusal() {
            return cipherSuite < 0;
        }
    }

    static ClientHello offering(int version, Integer... cipherSuites) {
        return new ClientHello(version, List.of(cipherSuites), List.of(0));
    }

    /// Says it on a connection of its own.
    Answer to(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(record());
            return answer(new DataInputStream(socket.getInputStream()));
        }
    }

    private static Answer answer(DataInputStream in) throws IOException {
        int type = in.read();
        if (type < 0 || type == ALERT) {
            return Answer.REFUSAL;
        }
        in.readUnsignedShort(); // version of the record
        in.readUnsignedShort(); // its length
        if (type != HANDSHAKE || in.readUnsignedByte() != SERVER_HELLO) {
            throw new IOException("no TLS: begins with " + type);
        }
        in.skipNBytes(3); // length
        int version = in.readUnsignedShort();
        in.skipNBytes(32); // random
        in.skipNBytes(in.readUnsignedByte()); // session
        return new Answer(version, in.readUnsignedShort(), in.readUnsignedByte());
    }

    private byte[] record() {
        var body = new ByteWriter().u16(version).bytes(new byte[32]).u8(0);
        body.u16(2 * cipherSuites.size());
        cipherSuites.forEach(body::u16);
        body.u8(compressions.size());
        compressions.forEach(body::u8);
        byte[] extensions = extensions();
        body.u16(extensions.length).bytes(extensions);
        byte[] hello = body.toByteArray();
        return new ByteWriter()
                .u8(HANDSHAKE)
                .u16(Math.min(version, 0x0301))
                .u16(hello.length + 4)
                .u8(1) // ClientHello
                .u24(hello.length)
                .bytes(hello)
                .toByteArray();
    }

    /// What every client since 2010 says: curves, point formats, signatures.
    private static byte[] extensions() {
        return new ByteWriter()
                .u16(10)
                .u16(6)
                .u16(4)
                .u16(0x001D) // x25519
                .u16(0x0017) // secp256r1
                .u16(11)
                .u16(2)
                .u8(1)
                .u8(0) // uncompressed
                .u16(13)
                .u16(10)
                .u16(8)
                .u16(0x0403) // ecdsa_secp256r1_sha256
                .u16(0x0804) // rsa_pss_rsae_sha256
                .u16(0x0401) // rsa_pkcs1_sha256
                .u16(0x0203) // ecdsa_sha1
                .toByteArray();
    }
}
