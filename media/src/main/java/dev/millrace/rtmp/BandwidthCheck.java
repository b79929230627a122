package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.rtmp.message.Command;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The words of the bandwidth check of SRS. Server and client call each other by these names:
///
/// ```
/// server                  client
/// START_PLAY        -->
///                   <--   STARTING_PLAY
/// PLAYING ...       -->                          for as long as was said
/// STOP_PLAY         -->
///                   <--   STOPPED_PLAY           it has come to the end of the noise
/// START_PUBLISH     -->
///                   <--   STARTING_PUBLISH
///                   <--   PUBLISHING ...         for as long as was said
///                   <--   STOP_PUBLISH           Flash goes on until it is told
/// STOP_PUBLISH      -->
///                   <--   STOPPED_PUBLISH        not from Flash
/// FINISHED          -->                          what was measured
///                   <--   FINAL                  or it hangs up
/// ```
public final class BandwidthCheck {
    public static final String START_PLAY = "onSrsBandCheckStartPlayBytes";
    public static final String STARTING_PLAY = "onSrsBandCheckStartingPlayBytes";
    public static final String PLAYING = "onSrsBandCheckPlaying";
    public static final String STOP_PLAY = "onSrsBandCheckStopPlayBytes";
    public static final String STOPPED_PLAY = "onSrsBandCheckStoppedPlayBytes";
    public static final String START_PUBLISH = "onSrsBandCheckStartPublishBytes";
    public static final String STARTING_PUBLISH = "onSrsBandCheckStartingPublishBytes";
    public static final String PUBLISHING = "onSrsBandCheckPublishing";
    public static final String STOP_PUBLISH = "onSrsBandCheckStopPublishBytes";
    public static final String STOPPED_PUBLISH = "onSrsBandCheckStoppedPublishBytes";
    public static final String FINISHED = "onSrsBandCheckFinished";
    public static final String FINAL = "finalClientPacket";

    /// How long each way is measured where nobody says anything else.
    public static final Duration TIME_USUAL = Duration.ofSeconds(3);

    /// The longest text that the short form of AMF 0 has room for is longer.
    public static final int NOISE_BYTES_MAX = 32 << 10;

    private static final int PRINTABLE_FIRST = ' ';
    private static final int PRINTABLE_END = '~' + 1;

    private BandwidthCheck() {}

    /// Whether a command of this name is there for its length only.
    public static boolean isNoise(String name) {
        return name.equals(PLAYING) || name.equals(PUBLISHING);
    }

    /// A call without an answer.
    public static Command call(String name, AmfFields fields) {
        return Command.of(name, 0, AmfNull.NULL, fields.toObject());
    }

    /// The same without anything to say.
    public static Command call(String name) {
        return Command.of(name, 0, AmfNull.NULL);
    }

    /// A call that nothing on the way makes much shorter.
    ///
    /// @param bytes up to [#NOISE_BYTES_MAX]; the call is a little longer
    public static Command noise(String name, int bytes, RandomGenerator random) {
        var text = new StringBuilder(bytes);
        random.ints(bytes, PRINTABLE_FIRST, PRINTABLE_END).forEach(text::appendCodePoint);
        return call(name, new AmfFields().put("0", text.toString()));
    }
}
