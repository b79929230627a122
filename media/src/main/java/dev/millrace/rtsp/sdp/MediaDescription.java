package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// One medium of a description: `m=video 0 RTP/AVP 96` and the attributes behind it. RFC 8866,
/// 5.14.
public final class MediaDescription {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String kind;
    private final String profile;
    private final List<Integer> payloadTypes;
    private final Map<Integer, RtpMap> maps = new HashMap<>();
    private final Map<Integer, FormatParameters> parameters = new HashMap<>();
    private String control = "";
    private OptionalDouble frameRate = OptionalDouble.empty();

    private MediaDescription(String kind, String profile, List<Integer> payloadTypes) {
        this.kind = kind;
        this.profile = profile;
        this.payloadTypes = List.copyOf(payloadTypes);
    }

    /// Reads what stands behind `m=`.
    static MediaDescription parse(String text) throws ProtocolException {
        String[] words = SPACES.split(text.strip(), -1);
        if (words.length < 3) {
            throw new Malformed("m=%s has no protocol".formatted(Shown.of(text)));
        }
        var types = new ArrayList<Integer>();
        String profile = words[2].toUpperCase(Locale.ROOT);
        if (profile.startsWith("RTP/")) { // of other protocols, formats are no numbers
            for (int i = 3; i < words.length; i++) {
                types.add(SdpLimit.PAYLOAD_TYPE.check(Numbers.parse("payload type", words[i])));
                SdpLimit.PAYLOAD_TYPES.check(types.size());
            }
        }
        return new MediaDescription(words[0].toLowerCase(Locale.ROOT), profile, types);
    }

    /// Reads what stands behind `a=`. What concerns no payload type of this medium is passed over.
    void attribute(String name, String value) throws ProtocolException {
        switch (name) {
            case "control" -> control = value.strip();
            case "framerate" -> frameRate = Numbers.positive(value);
            case "rtpmap", "fmtp" -> format(name, value.strip());
            default -> {}
        }
    }

    private void format(String name, String value) throws ProtocolException {
        String[] typeAndRest = SPACES.split(value, 2);
        int type = SdpLimit.PAYLOAD_TYPE.check(Numbers.parse("payload type", typeAndRest[0]));
        String rest = typeAndRest.length < 2 ? "" : typeAndRest[1];
        if (!payloadTypes.contains(type)) {
            return;
        }
        if (name.equals("fmtp")) {
            parameters.put(type, FormatParameters.parse(rest));
        } else {
            maps.put(type, RtpMap.parse(rest));
        }
    }

    /// `video`, `audio`, `application` …
    public String kind() {
        return kind;
    }

    /// In capitals: `RTP/AVP`.
    public String profile() {
        return profile;
    }

    /// In order of preference.
    public List<Integer> payloadTypes() {
        return payloadTypes;
    }

    /// The URL to control it with, as it stands there; empty if none does.
    public String control() {
        return control;
    }

    /// Frames per second, if the server says so. RFC 8866, 6.13.
    public OptionalDouble frameRate() {
        return frameRate;
    }

    /// What a payload type stands for, if anybody said.
    public Optional<RtpMap> map(int payloadType) {
        return Optional.ofNullable(maps.get(payloadType)).or(() -> RtpMap.ofStatic(payloadType));
    }

    public FormatParameters parameters(int payloadType) {
        return parameters.getOrDefault(payloadType, FormatParameters.NONE);
    }
}
