package dev.millrace.machine.proc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process, as `/proc/self/stat` has it.
///
/// @param comm the file name of its program, in brackets
/// @param state one letter: `R` runs, `S` sleeps
/// @param numbers all else, by the names and in the order that proc(5) gives them
public record ProcessStat(String comm, String state, Map<String, Long> numbers) {
    /// In these units times of processors are told: `USER_HZ`, which is the same on every machine.
    public static final int TICKS_PER_SECOND = 100;

    private static final String FIRST = "pid";

    private static final List<String> BEHIND_STATE =
            List.of(
                    ("ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt"
                                    + " utime stime cutime cstime priority nice num_threads"
                                    + " itrealvalue starttime vsize rss rsslim startcode endcode"
                                    + " startstack kstkesp kstkeip signal blocked sigignore"
                                    + " sigcatch wchan nswap cnswap exit_signal processor"
                                    + " rt_priority policy delayacct_blkio_ticks guest_time"
                                    + " cguest_time")
                            .split(" "));

    /// Nothing is known.
    public static final ProcessStat NONE = of("0 () ? ");

    public ProcessStat {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /// Reads the file; empty if it is none.
    public static Optional<ProcessStat> parse(String text) {
        boolean whole = text.matches("(?s)\\d+ \\(.*\\) \\S( -?\\d+)+\\s*");
        return whole ? Optional.of(of(text)) : Optional.empty();
    }

    /// A name may have blanks and brackets of its own.
    private static ProcessStat of(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        List<String> rest = Numbers.words(text.substring(close + 1));
        var numbers = new LinkedHashMap<String, Long>();
        numbers.put(FIRST, Numbers.whole(text.substring(0, open).strip()));
        for (int i = 0; i < BEHIND_STATE.size(); i++) {
            numbers.put(BEHIND_STATE.get(i), Numbers.at(i + 1, rest));
        }
        return new ProcessStat(text.substring(open, close + 1), rest.getFirst(), numbers);
    }

    /// One of the numbers.
    ///
    /// @param name as in proc(5): `ppid`
    public long number(String name) {
        Long value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a process has no number " + name);
        }
        return value;
    }

    /// What it took of the processors so far, in ticks.
    public long busyTicks() {
        return number("utime") + number("stime");
    }
}
