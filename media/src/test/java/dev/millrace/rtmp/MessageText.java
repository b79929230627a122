package dev.millrace.rtmp;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfEcmaArray;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfObject;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// Writes messages the way a person likes to read them.
final class MessageText {
    private MessageText() {}

    /// One line: stream, what it is, and what is in it.
    static String of(MessageHeader header, ByteBuffer body) throws ProtocolException {
        return "%d %s".formatted(header.streamId(), content(header.type(), body));
    }

    private static String content(int type, ByteBuffer body) throws ProtocolException {
        ByteReader in = ByteReader.of(body);
        return switch (type) {
            case MessageType.SET_CHUNK_SIZE -> "SetChunkSize " + in.i32();
            case MessageType.ACKNOWLEDGEMENT -> "Acknowledgement " + in.u32();
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> "WindowAckSize " + in.i32();
            case MessageType.SET_PEER_BANDWIDTH ->
                    "SetPeerBandwidth %d type %d".formatted(in.i32(), in.u8());
            case MessageType.USER_CONTROL -> "UserControl %d %d".formatted(in.u16(), in.i32());
            case MessageType.COMMAND, MessageType.DATA -> amf(body);
            default -> "type %d, %s".formatted(type, sum(body));
        };
    }

    /// AMF0 values, as in a call when the first is a name.
    static String amf(ByteBuffer body) throws ProtocolException {
        var in = new AmfReader(ByteReader.of(body));
        List<String> values = new ArrayList<>();
        while (in.hasNext()) {
            values.add(amf(in.next()));
        }
        return String.join(", ", values);
    }

    private static String amf(AmfValue value) {
        return switch (value) {
            case AmfNumber(double number) when number == Math.rint(number) -> "" + (long) number;
            case AmfNumber(double number) -> "" + number;
            case AmfBoolean(boolean truth) -> "" + truth;
            case AmfString(String text) -> text;
            case AmfNull _ -> "null";
            case AmfUndefined _ -> "undefined";
            case AmfObject(var properties) -> "{" + properties(properties) + "}";
            case AmfEcmaArray(var properties) -> "[" + properties(properties) + "]";
            case AmfStrictArray(var items) ->
                    items.stream().map(MessageText::amf).collect(Collectors.joining(" ", "(", ")"));
            default -> value.toString();
        };
    }

    private static String properties(Map<String, AmfValue> properties) {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + amf(property.getValue()))
                .collect(Collectors.joining(" "));
    }

    /// A short body itself, of a longer one the length and checksum.
    static String sum(ByteBuffer body) {
        if (body.remaining() <= 8) {
            byte[] bytes = new byte[body.remaining()];
            body.get(body.position(), bytes);
            return "[" + Hex.text(bytes) + "]";
        }
        var crc = new CRC32();
        crc.update(body.duplicate());
        return "%d bytes %08x".formatted(body.remaining(), crc.getValue());
    }
}
