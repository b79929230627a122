package dev.millrace.config.file;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Arguments of FFmpeg that do nothing but copy a stream into HLS.
///
/// @param segment how long a segment is, as a setting
/// @param segments how many are in the playlist, as a setting
record VtxLinkOutput(Optional<String> segment, Optional<String> segments) {
    private static final Set<String> CODECS =
            Set.of("-c", "-codec", "-c:v", "-c:a", "-codec:v", "-codec:a", "-vcodec", "-acodec");

    /// About files, which there are none of.
    private static final Set<String> OF_FILES =
            Set.of("-hls_flags", "-hls_segment_filename", "-hls_allow_cache", "-start_number");

    private static final Pattern SECONDS = Pattern.compile("[1-9]|[12]\\d|30");
    private static final int SEGMENTS_MIN = 3;
    private static final int SEGMENTS_MAX = 100;

    /// Empty if they do more than that.
    static Optional<VtxLinkOutput> plainCopy(List<String> args) {
        boolean toPlaylist =
                !args.isEmpty() && args.getLast().matches("\\{output_dir}/[^/]+\\.m3u8");
        if (!toPlaylist || args.size() % 2 == 0) {
            return Optional.empty();
        }
        var output = new VtxLinkOutput(Optional.empty(), Optional.empty());
        for (int i = 0; i + 1 < args.size(); i += 2) {
            Optional<VtxLinkOutput> next = output.with(args.get(i), args.get(i + 1));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            output = next.get();
        }
        return Optional.of(output);
    }

    private Optional<VtxLinkOutput> with(String option, String value) {
        boolean copies = CODECS.contains(option) && value.equals("copy");
        boolean toHls = option.equals("-f") && value.equals("hls");
        if (copies || toHls || OF_FILES.contains(option)) {
            return Optional.of(this);
        }
        return switch (option) {
            case "-hls_time" ->
                    SECONDS.matcher(value).matches()
                            ? Optional.of(new VtxLinkOutput(Optional.of(value + "s"), segments))
                            : Optional.of(this);
            case "-hls_list_size" ->
                    value.matches("\\d{1,4}")
                            ? Optional.of(new VtxLinkOutput(segment, Optional.of(listed(value))))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String listed(String size) {
        return String.valueOf(Math.clamp(Integer.parseInt(size), SEGMENTS_MIN, SEGMENTS_MAX));
    }
}
