package dev.millrace.machine.proc;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many sockets the machine has, IPv4 and IPv6 together.
///
/// @param tcp of TCP, those that wait for peers included
/// @param established TCP connections that are open
/// @param timeWait TCP connections that are over, and remembered for a while
public record SocketStat(long tcp, long established, long timeWait, long udp) {
    /// The place of `CurrEstab` in the line of TCP, behind its name. RFC 4022, `tcpCurrEstab`.
    private static final int ESTABLISHED = 9;

    private static final Pattern TIME_WAIT = Pattern.compile("(?m)^TCP:.* tw (\\d+)");
    private static final Pattern TCP_NUMBERS = Pattern.compile("(?m)^Tcp: (\\d.*)$");

    /// Reads the files.
    ///
    /// @param sockstat of `/proc/net/sockstat`, and behind it that of `sockstat6`
    /// @param snmp of `/proc/net/snmp`
    public static SocketStat parse(String sockstat, String snmp) {
        Matcher timeWait = TIME_WAIT.matcher(sockstat);
        Matcher tcp = TCP_NUMBERS.matcher(snmp);
        List<String> numbers = tcp.find() ? Numbers.words("Tcp: " + tcp.group(1)) : List.of();
        return new SocketStat(
                inUse("TCP", sockstat) + inUse("TCP6", sockstat),
                Numbers.at(ESTABLISHED, numbers),
                timeWait.find() ? Numbers.whole(timeWait.group(1)) : 0,
                inUse("UDP", sockstat) + inUse("UDP6", sockstat));
    }

    private static long inUse(String kind, String sockstat) {
        Matcher line = Pattern.compile("(?m)^" + kind + ": inuse (\\d+)").matcher(sockstat);
        return line.find() ? Numbers.whole(line.group(1)) : 0;
    }
}
