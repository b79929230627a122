package dev.millrace.uplink;

import dev.millrace.json.Json;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import dev.millrace.uplink.ControlMessage.Welcome;
import dev.millrace.uplink.EdgeMessage.Announce;
import dev.millrace.uplink.EdgeMessage.Announced;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The form of the messages on the wire: an object with one member, named as the message is, which
/// has what the message says. Members that are not known are passed over, so that a newer node can
/// say more.
public final class Messages {
    /// The subprotocol that both sides name when the WebSocket is opened. Its number changes when
    /// an older node would misunderstand a newer one.
    public static final String PROTOCOL = "millrace-uplink.1";

    /// Where a control node listens for it.
    public static final String PATH = "/api/v2/uplink";

    /// Longer texts are not read by a control node.
    public static final int TEXT_BYTES_MAX = 1 << 20;

    /// Longer texts are not read by an edge node: after a long absence many recordings are wanted.
    public static final int DESIRED_CHARACTERS_MAX = 16 << 20;

    /// How much of a segment one binary message carries at most, besides [#PIECE_HEAD_BYTES].
    public static final int PIECE_BYTES_MAX = 64 << 10;

    /// The number of the transfer, big-endian, before the bytes of a piece.
    public static final int PIECE_HEAD_BYTES = 4;

    private static final Duration LENGTH_MAX =
            Duration.of(Segment.DURATION_US_MAX, ChronoUnit.MICROS);

    private Messages() {}

    public static String text(EdgeMessage message) {
        String name =
                switch (message) {
                    case Hello _ -> "hello";
                    case Announce _ -> "announce";
                    case Offer _ -> "offer";
                    case Lost _ -> "lost";
                    case Settled _ -> "settled";
                    case Report _ -> "report";
                };
        return text(name, message);
    }

    public static String text(ControlMessage message) {
        String name =
                switch (message) {
                    case Welcome _ -> "welcome";
                    case Desired _ -> "desired";
                    case Send _ -> "send";
                    case Stored _ -> "stored";
                    case Refused _ -> "refused";
                };
        return text(name, message);
    }

    /// Reads what an edge node said.
    ///
    /// @throws JsonException if it is no such message; says why
    public static EdgeMessage edgeMessage(String text) throws JsonException {
        JsonObject whole = JsonObject.parse(text);
        String name = name(whole);
        JsonObject it = whole.object(name);
        return valid(() ->
                switch (name) {
                    case "hello" ->
                            new Hello(it.text("node"), it.text("version"), it.instant("clock"));
                    case "announce" -> new Announce(each(it, Messages::announced));
                    case "offer" ->
                            new Offer(
                                    transfer(it),
                                    it.text("source"),
                                    segment(it.object("segment")),
                                    it.flag("live"),
                                    it.flag("kept"));
                    case "lost" ->
                            new Lost(
                                    transfer(it),
                                    it.text("source"),
                                    segment(it.object("segment")),
                                    it.text("reason"));
                    case "settled" -> new Settled(it.text("recording"));
                    case "report" ->
                            new Report(it.instant("clock"), each(it, Messages::sourceReport));
                    default -> throw unknown(name);
                });
    }

    /// Reads what a control node said.
    ///
    /// @throws JsonException if it is no such message; says why
    public static ControlMessage controlMessage(String text) throws JsonException {
        JsonObject whole = JsonObject.parse(text);
        String name = name(whole);
        JsonObject it = whole.object(name);
        return valid(() ->
                switch (name) {
                    case "welcome" -> new Welcome(it.text("node"), it.instant("clock"));
                    case "desired" ->
                            new Desired(it.number("revision"), each(it, Messages::wanted));
                    case "send" -> new Send(transfer(it), it.number("fromByte"));
                    case "stored" -> new Stored(transfer(it));
                    case "refused" ->
                            new Refused(transfer(it), it.text("reason"), it.flag("forGood"));
                    default -> throw unknown(name);
                });
    }

    /// A piece of a segment as a binary message.
    public static ByteBuffer piece(long transfer, ByteBuffer bytes) {
        var message = ByteBuffer.allocate(PIECE_HEAD_BYTES + bytes.remaining());
        return message.putInt((int) transfer).put(bytes.duplicate()).flip();
    }

    /// The number of the transfer that a piece belongs to; takes it off the message, so that the
    /// bytes are left.
    ///
    /// @throws JsonException if the message is too short or too long for one
    public static long transfer(ByteBuffer message) throws JsonException {
        int bytes = message.remaining() - PIECE_HEAD_BYTES;
        if (bytes < 0 || bytes > PIECE_BYTES_MAX) {
            throw new JsonException(
                    "a binary message must have %d to %d bytes, but has %d"
                            .formatted(
                                    PIECE_HEAD_BYTES,
                                    PIECE_HEAD_BYTES + PIECE_BYTES_MAX,
                                    message.remaining()));
        }
        return Integer.toUnsignedLong(message.getInt());
    }

    private static String text(String name, Object message) {
        return new String(Json.bytes(Map.of(name, message)), StandardCharsets.UTF_8);
    }

    private static String name(JsonObject whole) throws JsonException {
        if (whole.names().size() != 1) {
            throw new JsonException(
                    "a message is an object with one member, but these are " + whole.names());
        }
        return whole.names().iterator().next();
    }

    private static JsonException unknown(String name) {
        return new JsonException("there is no message \"%s\"".formatted(name));
    }

    private static long transfer(JsonObject it) throws JsonException {
        long transfer = it.number("transfer");
        if (transfer < 0 || transfer > 0xFFFF_FFFFL) {
            throw new JsonException("transfer must be 0 to 4294967295, but is " + transfer);
        }
        return transfer;
    }

    private static Announced announced(JsonObject it) throws JsonException {
        return new Announced(
                it.text("name"), duration(it, "segmentLength"), it.number("nextSequence"));
    }

    private static SourceReport sourceReport(JsonObject it) throws JsonException {
        return new SourceReport(
                it.text("name"),
                it.maybeInstant("newestEnd"),
                Math.toIntExact(it.number("outboxSegments")),
                it.number("outboxBytes"),
                it.maybeInstant("outboxOldest"),
                it.maybeLong("outboxFirst"),
                it.number("lost"),
                it.maybeInstant("cachedFrom"));
    }

    private static Wanted wanted(JsonObject it) throws JsonException {
        var recordings = new ArrayList<WantedRecording>();
        for (JsonObject recording : it.objects("recordings")) {
            recordings.add(
                    new WantedRecording(
                            recording.text("id"),
                            recording.instant("from"),
                            recording.maybeInstant("to")));
        }
        return new Wanted(
                it.text("name"),
                it.text("id"),
                it.flag("live"),
                it.number("sequenceFloor"),
                recordings);
    }

    private static Segment segment(JsonObject it) throws JsonException {
        JsonObject id = it.object("id");
        return new Segment(
                new SegmentId(id.number("sequence"), id.text("hash")),
                it.instant("start"),
                it.number("durationUs"),
                it.number("bytes"),
                it.number("era"));
    }

    private static Duration duration(JsonObject it, String name) throws JsonException {
        Duration duration = Duration.parse(it.text(name));
        if (duration.isNegative() || duration.compareTo(LENGTH_MAX) > 0) {
            throw new JsonException(
                    "%s is %s, but must be 0 to %s".formatted(name, duration, LENGTH_MAX));
        }
        return duration;
    }

    private interface Reader<T> {
        T read(JsonObject it) throws JsonException;
    }

    private static <T> List<T> each(JsonObject it, Reader<T> reader) throws JsonException {
        var read = new ArrayList<T>();
        for (JsonObject source : it.objects("sources")) {
            read.add(reader.read(source));
        }
        return read;
    }

    private interface Reading<T> {
        T read() throws JsonException;
    }

    /// What the values themselves do not allow is as wrong as what JSON does not.
    private static <T> T valid(Reading<T> reading) throws JsonException {
        try {
            return reading.read();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
    }
}
