package dev.millrace.api.control;

import dev.millrace.control.Recording;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A recording, as the API shows it.
///
/// @param settled it has ended, and all that there is of it is stored
/// @param replay where it can be watched
/// @param export all of it in one piece, as it was recorded
/// @param movie the same as an MP4
/// @param timeline what of it is stored, lost, and still owed
record RecordingJson(
        String id,
        UUID source,
        Optional<String> alias,
        Optional<String> description,
        Instant start,
        Optional<Instant> end,
        boolean active,
        boolean settled,
        String replay,
        String export,
        String movie,
        String timeline,
        Instant createdAt,
        Instant updatedAt) {
    static RecordingJson of(Recording recording) {
        String folder = "/v1/vod/recording/" + recording.id();
        return new RecordingJson(
                recording.id(),
                recording.source(),
                recording.alias(),
                recording.description(),
                recording.start(),
                recording.end(),
                recording.isActive(),
                recording.settled(),
                folder + "/vid.m3u8",
                folder + "/export.ts",
                folder + "/export.mp4",
                "/api/v2/recordings/%s/timeline".formatted(recording.id()),
                recording.createdAt(),
                recording.updatedAt());
    }
}
