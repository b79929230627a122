package dev.millrace.bench.measure;

/// The URLs of many streams: `[i]` stands for a number that begins at 0.
///
/// @param pattern a URL, with or without `[i]`
/// @param streams how many different numbers there are, at least 1; then they begin again
public record UrlTemplate(String pattern, int streams) {
    private static final String NUMBER = "[i]";

    public UrlTemplate {
        if (streams < 1) {
            throw new IllegalArgumentException(streams + " streams");
        }
    }

    /// The same, with a number at the end of the stream's name if there is none in it anywhere:
    /// what publishers need, of whom there can be one to a stream.
    public UrlTemplate numbered() {
        if (streams == 1 || pattern.contains(NUMBER)) {
            return this;
        }
        int query = pattern.indexOf('?');
        int end = query < 0 ? pattern.length() : query;
        return new UrlTemplate(
                pattern.substring(0, end) + NUMBER + pattern.substring(end), streams);
    }

    /// The URL of connection `index`, counted from 0.
    public String url(int index) {
        return pattern.replace(NUMBER, String.valueOf(index % streams));
    }
}
