package dev.millrace.machine;

import dev.millrace.machine.proc.DiskStat;
import dev.millrace.machine.proc.LoadAverage;
import dev.millrace.machine.proc.MemoryInfo;
import dev.millrace.machine.proc.NetworkStat;
import dev.millrace.machine.proc.ProcessStat;
import dev.millrace.machine.proc.ResourceUsage;
import dev.millrace.machine.proc.SocketStat;
import dev.millrace.machine.proc.SystemStat;
import dev.millrace.machine.proc.Uptime;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What Linux tells about this process and its machine. What a system does not tell is empty, or
/// zero. Any thread.
public final class ProcFiles {
    private final Path proc;

    public ProcFiles() {
        this(Path.of("/proc"));
    }

    ProcFiles(Path proc) {
        this.proc = proc;
    }

    public Optional<ProcessStat> process() {
        return ProcessStat.parse(text("self/stat"));
    }

    public Optional<SystemStat> system() {
        return SystemStat.parse(text("stat"));
    }

    public Optional<MemoryInfo> memory() {
        return MemoryInfo.parse(text("meminfo"));
    }

    public Optional<DiskStat> disks() {
        return DiskStat.parse(text("diskstats"));
    }

    public Optional<LoadAverage> load() {
        return LoadAverage.parse(text("loadavg"));
    }

    public Optional<Uptime> uptime() {
        return Uptime.parse(text("uptime"));
    }

    public Optional<ResourceUsage> usage() {
        return process().map(it -> ResourceUsage.of(it, text("self/status"), text("self/io")));
    }

    public SocketStat sockets() {
        return SocketStat.parse(text("net/sockstat") + text("net/sockstat6"), text("net/snmp"));
    }

    /// What went over interfaces with an address that the internet knows.
    public NetworkStat.Bytes publicNetwork() {
        return NetworkStat.parse(text("net/dev")).sum(ProcFiles::isPublic);
    }

    /// What went over the others, this machine with itself left out.
    public NetworkStat.Bytes privateNetwork() {
        return NetworkStat.parse(text("net/dev"))
                .sum(name -> !name.equals("lo") && !isPublic(name));
    }

    private static boolean isPublic(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found != null && found.inetAddresses().anyMatch(ProcFiles::isPublic);
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress();
    }

    private String text(String file) {
        try {
            return Files.readString(proc.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}
