package dev.millrace.api;

import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Optional;

/// Settings of a server that has no configuration: a text says what would come of it.
record FixedConfig(List<EffectiveJson.Setting> settings) implements ConfigDesk {
    private static final PlanJson PLAN =
            new PlanJson(
                    false,
                    false,
                    List.of(
                            new PlanJson.Change(
                                    "hls.segment", "2s", "4s", "millrace.yaml:3", "newcomers")),
                    List.of(
                            new PlanJson.Ending(
                                    "s7", "live/cam?vhost=tv.example", "it is no more")),
                    List.of("live/door"));

    @Override
    public PlanJson plan(Optional<String> text) throws RefusedException {
        if (text.isPresent() && text.get().startsWith("bad")) {
            throw new RefusedException(Problem.badRequest("new configuration:1: it is bad"));
        }
        if (text.isPresent() && text.get().startsWith("data")) {
            throw new RefusedException(new Problem(409, "data.folder needs a restart"));
        }
        return PLAN;
    }

    @Override
    public PlanJson apply(Optional<String> text, boolean keep) throws RefusedException {
        return plan(text).done(keep);
    }
}
