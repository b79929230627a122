package dev.millrace.rtmp.message;

import dev.millrace.amf.AmfLimit;
import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.util.ArrayList;
import java.util.List;

/// A command, or the answer to one: a name, a number that ties the two together, and arguments.
/// RTMP 1.0, section 7.1.1.
///
/// @param transactionId 0 when no answer is wanted
/// @param arguments the command object, or null in its place, and what follows it
public record Command(String name, double transactionId, List<AmfValue> arguments) {
    public Command {
        arguments = List.copyOf(arguments);
    }

    public static Command of(String name, double transactionId, AmfValue... arguments) {
        return new Command(name, transactionId, List.of(arguments));
    }

    /// Arguments are read up to the first that is beyond us: no known command needs those.
    public static Command decode(ByteReader body) throws ProtocolException {
        var in = new AmfReader(body, AmfLimit.COMMAND_VALUES);
        String name =
                in.next().asText().orElseThrow(() -> new Malformed("a command without a name"));
        double transactionId = in.hasNext() ? in.next().asNumber().orElse(0.0) : 0;
        List<AmfValue> arguments = new ArrayList<>();
        try {
            while (in.hasNext()) {
                arguments.add(in.next());
            }
        } catch (Unsupported beyondUs) {
            return new Command(name, transactionId, arguments);
        }
        return new Command(name, transactionId, arguments);
    }

    public void encode(ByteWriter out) {
        AmfWriter.write(out, new AmfString(name));
        AmfWriter.write(out, new AmfNumber(transactionId));
        arguments.forEach(argument -> AmfWriter.write(out, argument));
    }

    /// The argument at `index`, where 0 is the command object; undefined when there are fewer.
    public AmfValue argument(int index) {
        return index < arguments.size() ? arguments.get(index) : AmfUndefined.UNDEFINED;
    }

    /// The argument at `index` as text, else empty.
    public String text(int index) {
        return argument(index).asText().orElse("");
    }

    /// The argument at `index` as a number, else `otherwise`.
    public double number(int index, double otherwise) {
        return argument(index).asNumber().orElse(otherwise);
    }
}
