package dev.millrace.machine.proc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What went over the interfaces of the machine since it has started, as `/proc/net/dev` has it.
///
/// @param interfaces by their names: `eth0`
public record NetworkStat(Map<String, Bytes> interfaces) {
    /// There is no interface.
    public static final NetworkStat NONE = new NetworkStat(Map.of());

    private static final int SENT = 8;

    /// What came and what went.
    public record Bytes(long received, long sent) {}

    public NetworkStat {
        interfaces = Map.copyOf(interfaces);
    }

    /// Reads the file.
    public static NetworkStat parse(String text) {
        var interfaces = new LinkedHashMap<String, Bytes>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon >= 0) {
                List<String> words = Numbers.words(line.substring(colon + 1));
                interfaces.put(
                        line.substring(0, colon).strip(),
                        new Bytes(Numbers.at(0, words), Numbers.at(SENT, words)));
            }
        }
        return new NetworkStat(interfaces);
    }

    /// What went over some of them together.
    public Bytes sum(Predicate<String> wanted) {
        var sum = new Bytes(0, 0);
        for (Map.Entry<String, Bytes> one : interfaces.entrySet()) {
            if (wanted.test(one.getKey())) {
                Bytes more = one.getValue();
                sum = new Bytes(sum.received + more.received, sum.sent + more.sent);
            }
        }
        return sum;
    }
}
