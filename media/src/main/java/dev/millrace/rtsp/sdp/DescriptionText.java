package dev.millrace.rtsp.sdp;

import java.util.Locale;

/// Writes a description of a live stream: RFC 8866, and RFC 2326, appendix C.
public final class DescriptionText {
    private final StringBuilder text = new StringBuilder();

    /// @param id a number for the stream, so that a description can be told from another
    /// @param name for people, without control characters
    /// @param control the URL that controls all of it
    public DescriptionText(long id, String name, String control) {
        line("v=0");
        line("o=- %d 1 IN IP4 0.0.0.0".formatted(id));
        line("s=" + name);
        line("c=IN IP4 0.0.0.0");
        line("t=0 0");
        line("a=range:npt=now-");
        line("a=control:" + control);
    }

    /// Adds a medium.
    ///
    /// @param kind `video`, `audio`
    /// @param encoding as in `a=rtpmap`
    /// @param parameters as in `a=fmtp`; empty for none
    /// @param control its URL
    public DescriptionText medium(
            String kind, int payloadType, String encoding, String parameters, String control) {
        line("m=%s 0 RTP/AVP %d".formatted(kind.toLowerCase(Locale.ROOT), payloadType));
        line("a=rtpmap:%d %s".formatted(payloadType, encoding));
        if (!parameters.isEmpty()) {
            line("a=fmtp:%d %s".formatted(payloadType, parameters));
        }
        line("a=control:" + control);
        return this;
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
