package dev.millrace.entry;

import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;

/// Another server whose channels these are: it is asked last, and may refuse. Any thread.
public interface Upstream {
    /// There is none.
    Upstream NONE =
            new Upstream() {
                @Override
                public boolean isAsked(Deed deed, ChannelName channel) {
                    return false;
                }

                @Override
                public Verdict ask(Visit visit) {
                    return new Verdict.Welcome(visit.channel());
                }

                @Override
                public void left(Visit visit) {}
            };

    /// Whether it is asked.
    boolean isAsked(Deed deed, ChannelName channel);

    /// What it says. Waits for its answer.
    Verdict ask(Visit visit) throws InterruptedException;

    /// Somebody who was welcome has left, or did not come in after all.
    void left(Visit visit);
}
