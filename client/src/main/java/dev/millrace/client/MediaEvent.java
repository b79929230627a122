package dev.millrace.client;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import java.util.ArrayList;
import java.util.List;

/// Something a [MediaSource] has to say.
public sealed interface MediaEvent {
    /// How to decode the frames of [Codec#kind] from here on. Comes before the first of them, and
    /// again when it changes.
    record Configured(Codec codec) implements MediaEvent {}

    /// A frame of sound or picture. Times are those of the source and need not begin at 0.
    record Media(Frame frame) implements MediaEvent {}

    /// A message that travels with the frames: metadata, a cue point, anything an encoder says.
    ///
    /// @param frame its payload is AMF0
    record Data(Frame frame) implements MediaEvent {
        /// The message as values, the first of them usually its name; as many as make sense.
        public List<AmfValue> values() {
            var values = new ArrayList<AmfValue>();
            var in = new AmfReader(new ByteReader(frame.payload()));
            try {
                while (in.hasNext()) {
                    values.add(in.next());
                }
            } catch (ProtocolException e) {
                return values; // what came before the fault is good
            }
            return values;
        }
    }

    /// For people: what the server said about the stream, or what in it could not be understood.
    record Notice(String text) implements MediaEvent {}

    /// Nothing more will come, in good order.
    ///
    /// @param reason for people
    record Ended(String reason) implements MediaEvent {}
}
