package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.bytes.Shown;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.sdp.FormatParameters;
import dev.millrace.rtsp.sdp.MediaDescription;
import dev.millrace.rtsp.sdp.RtpMap;

/// How one medium is carried, of those that are read here.
///
/// @param payloadType what its packets are marked with
/// @param clockRateHz what their timestamps count
public record PayloadFormat(
        TrackKind kind, int payloadType, int clockRateHz, Depacketiser depacketiser) {
    private static final int G711_RATE_HZ = 8_000;

    /// The first format of a medium that is read.
    ///
    /// @throws ProtocolException which says what the medium is, if none is
    public static PayloadFormat of(MediaDescription media) throws ProtocolException {
        ProtocolException refused =
                new Unsupported("%s over %s".formatted(shown(media.kind()), media.profile()));
        boolean isPlain = media.profile().equals("RTP/AVP") || media.profile().equals("RTP/AVPF");
        if (!isPlain && !media.profile().equals("RTP/AVP/TCP")) {
            throw refused; // encrypted, or no RTP
        }
        for (int type : media.payloadTypes()) {
            try {
                return of(media, type);
            } catch (ProtocolException e) {
                refused = e;
            }
        }
        throw refused;
    }

    private static PayloadFormat of(MediaDescription media, int type) throws ProtocolException {
        RtpMap map =
                media.map(type)
                        .orElseThrow(() -> new Unsupported("payload type %d".formatted(type)));
        FormatParameters parameters = media.parameters(type);
        Depacketiser depacketiser =
                switch (media.kind()) {
                    case "video" -> video(map, parameters);
                    case "audio" -> audio(map, parameters);
                    default -> throw new Unsupported(shown(media.kind()));
                };
        TrackKind kind = media.kind().equals("video") ? TrackKind.VIDEO : TrackKind.AUDIO;
        return new PayloadFormat(kind, type, map.clockRateHz(), depacketiser);
    }

    private static Depacketiser video(RtpMap map, FormatParameters parameters)
            throws ProtocolException {
        return switch (map.encoding()) {
            case "h264" -> new H264Depacketiser(parameters);
            case "h265", "hevc" -> new HevcDepacketiser(parameters);
            default -> throw new Unsupported("codec " + shown(map.encoding()));
        };
    }

    private static Depacketiser audio(RtpMap map, FormatParameters parameters)
            throws ProtocolException {
        return switch (map.encoding()) {
            case "mpeg4-generic" -> new Mpeg4Depacketiser(map, parameters);
            case "mp4a-latm" -> new LatmDepacketiser(map, parameters);
            case "opus" -> WholeFrames.opus();
            case "pcma", "pcmu" -> g711(map);
            case "mpa" -> new MpegAudioDepacketiser();
            default -> throw new Unsupported("codec " + shown(map.encoding()));
        };
    }

    /// Nothing that we write has a name for the other rates.
    private static Depacketiser g711(RtpMap map) throws Unsupported {
        if (map.clockRateHz() != G711_RATE_HZ || map.channels() > 2) {
            throw new Unsupported(
                    "G.711 at %d Hz with %d channels".formatted(map.clockRateHz(), map.channels()));
        }
        return WholeFrames.g711(map.encoding().equals("pcma"), map.channels());
    }

    private static String shown(String word) {
        return Shown.of(word, 40);
    }
}
