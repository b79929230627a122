package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// Where a track begins to play: `RTP-Info: url=rtsp://h/cam/track1;seq=1;rtptime=3450012`. RFC
/// 2326, 12.33.
///
/// @param url of the track; some servers leave away what all have in common
/// @param rtpTimestamp of its first moment, if it is said
public record RtpInfo(String url, OptionalInt rtpTimestamp) {
    public static List<RtpInfo> parse(String value) throws ProtocolException {
        var infos = new ArrayList<RtpInfo>();
        String url = "";
        var timestamp = OptionalInt.empty();
        for (String part : value.split("[;,]", -1)) {
            String field = part.strip();
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("url=")) {
                add(infos, url, timestamp);
                url = unquoted(field.substring("url=".length()));
                timestamp = OptionalInt.empty();
            } else if (lower.startsWith("rtptime=")) {
                timestamp = timestamp(lower.substring("rtptime=".length()));
            }
        }
        add(infos, url, timestamp);
        return infos;
    }

    /// Whether it is about the track with this URL.
    public boolean isOf(String trackUrl) {
        return !url.isEmpty() && (trackUrl.endsWith(url) || url.endsWith(trackUrl));
    }

    private static void add(List<RtpInfo> infos, String url, OptionalInt timestamp)
            throws ProtocolException {
        if (!url.isEmpty()) {
            infos.add(new RtpInfo(url, timestamp));
            MessageLimit.RTP_INFOS.check(infos.size());
        }
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }

    /// Servers that do not know write all kinds of things.
    private static OptionalInt timestamp(String text) {
        try {
            return OptionalInt.of((int) Decimal.parse("rtptime", text));
        } catch (ProtocolException e) {
            return OptionalInt.empty();
        }
    }
}
