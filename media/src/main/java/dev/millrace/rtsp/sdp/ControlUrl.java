package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.Locale;

/// Finds the URL of a medium, or of all of them. RFC 2326, appendix C.1.1.
///
/// The rule there is that of HTML, by which `track1` below `rtsp://h/cam` would be
/// `rtsp://h/track1`. No server means that: what is relative is a step down from the base, behind
/// its query if it has one.
public final class ControlUrl {
    private static final String ALL = "*";

    private ControlUrl() {}

    /// The base that control URLs are relative to: what the answer says it is, if that is a URL,
    /// else the URL that was asked for.
    ///
    /// @param contentBase the header of that name; empty if it is not there
    /// @param contentLocation the header of that name; empty if it is not there
    public static String base(String contentBase, String contentLocation, String asked) {
        if (isAbsolute(contentBase)) {
            return contentBase.strip();
        }
        return isAbsolute(contentLocation) ? contentLocation.strip() : asked;
    }

    /// The URL that a medium is controlled with.
    ///
    /// @param control as it stands in the description; `*` and nothing mean the base itself
    public static String resolve(String base, String control) throws Malformed {
        if ((base + control).chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw new Malformed("control URL %s is no URL".formatted(Shown.of(control)));
        }
        if (control.isEmpty() || control.equals(ALL)) {
            return base;
        }
        if (isAbsolute(control)) {
            return control;
        }
        String above = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return above + (control.startsWith("/") ? control : "/" + control);
    }

    private static boolean isAbsolute(String url) {
        String lower = url.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("rtsp://") || lower.startsWith("rtsps://");
    }
}
