package dev.millrace.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.Shown;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.payload.PayloadFormat;
import dev.millrace.rtsp.sdp.ControlUrl;
import dev.millrace.rtsp.sdp.MediaDescription;
import dev.millrace.rtsp.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What of a described stream is played: the first track of pictures and the first of sound that
/// can be read. The rest is left out, and why.
///
/// @param url that controls all of it
record TrackPlan(String url, List<PlannedTrack> tracks, List<String> leftOut) {
    /// @param base what control URLs are relative to
    static TrackPlan of(SessionDescription description, String base) throws ProtocolException {
        var tracks = new ArrayList<PlannedTrack>();
        var leftOut = new ArrayList<String>();
        Set<TrackKind> taken = EnumSet.noneOf(TrackKind.class);
        for (MediaDescription media : description.media()) {
            String name = Shown.of(media.kind(), 20);
            try {
                PlannedTrack track = planned(media, base);
                if (taken.add(track.format().kind())) {
                    tracks.add(track);
                } else {
                    leftOut.add("another track of %s is left out".formatted(track.name()));
                }
            } catch (ProtocolException e) {
                leftOut.add("%s is left out: %s".formatted(name, e.getMessage()));
            }
        }
        return new TrackPlan(ControlUrl.resolve(base, description.control()), tracks, leftOut);
    }

    private static PlannedTrack planned(MediaDescription media, String base)
            throws ProtocolException {
        return new PlannedTrack(
                PayloadFormat.of(media),
                media.profile().equals("RTP/AVPF") ? "RTP/AVPF" : "RTP/AVP",
                ControlUrl.resolve(base, media.control()),
                media.frameRate().orElse(0));
    }
}
