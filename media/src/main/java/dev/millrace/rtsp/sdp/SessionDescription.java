package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A description of a stream: RFC 8866, as far as RTSP needs it (RFC 2326, appendix C).
///
/// Lines that say nothing about how to play are passed over, whatever is in them.
///
/// @param control the URL that controls all media, as it stands there; empty if none does
public record SessionDescription(String control, List<MediaDescription> media) {
    public static SessionDescription parse(String text) throws ProtocolException {
        SdpLimit.TEXT_CHARACTERS.check(text.length());
        String control = "";
        var media = new ArrayList<MediaDescription>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String stripped = line.strip();
            if (stripped.startsWith("m=")) {
                media.add(MediaDescription.parse(stripped.substring(2)));
                SdpLimit.MEDIA.check(media.size());
            } else if (stripped.startsWith("a=")) {
                int colon = stripped.indexOf(':');
                int nameEnd = colon < 0 ? stripped.length() : colon;
                String name = stripped.substring(2, nameEnd).strip().toLowerCase(Locale.ROOT);
                String value = colon < 0 ? "" : stripped.substring(colon + 1);
                if (!media.isEmpty()) {
                    media.getLast().attribute(name, value);
                } else if (name.equals("control")) {
                    control = value.strip();
                }
            }
        }
        if (media.isEmpty()) {
            throw new Malformed("the description has no medium");
        }
        return new SessionDescription(control, List.copyOf(media));
    }
}
