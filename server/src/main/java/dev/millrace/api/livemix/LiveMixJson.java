package dev.millrace.api.livemix;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.node.Edges;
import dev.millrace.json.Json;
import dev.millrace.segment.SegmentList;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// LiveMix's words for what there is. Yes is 1 and no is -1 there; a time that is not there is the
/// first of the year 1.
final class LiveMixJson {
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    private LiveMixJson() {}

    record SourceJson(
            UUID id,
            String name,
            @Json.Name("segment_length") long segmentLength,
            @Json.LeftOutIfEmpty Optional<String> description,
            int streaming,
            @Json.LeftOutIfEmpty Optional<String> playlist,
            @Json.Name("rr_target") @Json.LeftOutIfEmpty Optional<String> rrTarget,
            @Json.Name("local_time") String localTime,
            @Json.Name("created_at") Instant createdAt,
            @Json.Name("updated_at") Instant updatedAt) {
        static SourceJson of(Source source, Edges edges) {
            return new SourceJson(
                    source.id(),
                    source.name(),
                    source.segmentLength().toSeconds(),
                    source.description(),
                    sign(source.streaming()),
                    source.playlist(),
                    source.contact().map(it -> it.node().replace(Edges.LIVEMIX, "")),
                    edges.contact(source).map(Instant::toString).orElse(NO_TIME),
                    source.createdAt(),
                    source.updatedAt());
        }
    }

    record RecordingJson(
            String id,
            @Json.LeftOutIfEmpty Optional<String> alias,
            @Json.LeftOutIfEmpty Optional<String> description,
            UUID source,
            @Json.Name("start_ts") Instant startTs,
            @Json.Name("end_ts") String endTs,
            int active,
            @Json.Name("created_at") Instant createdAt,
            @Json.Name("updated_at") Instant updatedAt) {
        static RecordingJson of(Recording recording) {
            return new RecordingJson(
                    recording.id(),
                    recording.alias(),
                    recording.description(),
                    recording.source(),
                    recording.start(),
                    recording.end().map(Instant::toString).orElse(NO_TIME),
                    sign(recording.isActive()),
                    recording.createdAt(),
                    recording.updatedAt());
        }
    }

    record SegmentJson(
            String id,
            String name,
            Instant start,
            Instant end,
            double length,
            String uri,
            UUID source,
            @Json.LeftOutIfEmpty int uploaded,
            @Json.Name("created_at") Instant createdAt,
            @Json.Name("updated_at") Instant updatedAt) {
        static SegmentJson of(StoredSegment stored) {
            var segment = stored.segment();
            return new SegmentJson(
                    segment.id().name(),
                    SegmentList.file(segment.id()),
                    segment.start(),
                    segment.end(),
                    segment.durationUs() / 1e6,
                    stored.object().orElse(""),
                    stored.source(),
                    stored.isLost() ? 0 : 1,
                    stored.storedAt(),
                    stored.storedAt());
        }
    }

    private static int sign(boolean yes) {
        return yes ? 1 : -1;
    }
}
