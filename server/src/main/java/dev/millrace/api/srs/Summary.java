package dev.millrace.api.srs;

import dev.millrace.machine.BusyWatch.Busy;
import dev.millrace.machine.ProcFiles;
import dev.millrace.machine.proc.LoadAverage;
import dev.millrace.machine.proc.MemoryInfo;
import dev.millrace.machine.proc.NetworkStat;
import dev.millrace.machine.proc.ProcessStat;
import dev.millrace.machine.proc.SocketStat;
import dev.millrace.machine.proc.SystemStat;
import dev.millrace.machine.proc.Uptime;
import dev.millrace.observe.Flow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The server and its machine in one answer, with the members that SRS 0.9 had and those that came
/// later. Parts are from 0 to 1, whatever they are called.
final class Summary {
    private final SrsView view;
    private final ProcFiles files;
    private final Optional<ProcessStat> process;
    private final Optional<SystemStat> system;
    private final Optional<MemoryInfo> memory;
    private final Busy busy;
    private final long nowMs = System.currentTimeMillis();

    private Summary(SrsView view) {
        this.view = view;
        this.files = view.files();
        this.process = files.process();
        this.system = files.system();
        this.memory = files.memory();
        this.busy = view.busy().now();
    }

    static Map<String, Object> of(SrsView view) {
        return new Summary(view).data();
    }

    private Map<String, Object> data() {
        boolean isOk = process.isPresent() && system.isPresent() && memory.isPresent();
        var data = new LinkedHashMap<String, Object>();
        data.put("ok", isOk);
        data.put("now_ms", nowMs);
        data.put("rusage_ok", process.isPresent());
        data.put("self_cpu_stat_ok", process.isPresent());
        data.put("system_cpu_stat_ok", system.isPresent());
        data.put("cpuinfo_ok", system.isPresent());
        data.put("meminfo_ok", memory.isPresent());
        data.put("platform_ok", files.uptime().isPresent() && files.load().isPresent());
        data.put("self", self());
        data.put("system", system());
        return data;
    }

    /// Arguments are left out: there may be secrets among them.
    private Map<String, Object> self() {
        ProcessHandle own = ProcessHandle.current();
        long residentKb = view.server().vitals().get().residentBytes().orElse(0) >> 10;
        long totalKb = memory.map(MemoryInfo::total).orElse(0L);
        var self = new LinkedHashMap<String, Object>();
        self.put("version", view.server().instance().version());
        self.put("pid", own.pid());
        self.put("ppid", own.parent().map(ProcessHandle::pid).orElse(0L));
        self.put("argv", own.info().command().orElse(""));
        self.put("cwd", System.getProperty("user.dir"));
        self.put("mem_kbyte", residentKb);
        self.put("mem_percent", totalKb > 0 ? (double) residentKb / totalKb : 0.0);
        self.put("cpu_percent", busy.process());
        self.put("srs_uptime", view.server().instance().uptime().toSeconds());
        return self;
    }

    private Map<String, Object> system() {
        MemoryInfo kb = memory.orElse(MemoryInfo.NONE);
        Uptime uptime = files.uptime().orElse(Uptime.NONE);
        LoadAverage load = files.load().orElse(LoadAverage.NONE);
        int cores = system.orElse(SystemStat.NONE).cores();
        var data = new LinkedHashMap<String, Object>();
        data.put("cpu_percent", busy.system());
        data.put("disk_read_KBps", busy.readBytesPerSecond() >> 10);
        data.put("disk_write_KBps", busy.writtenBytesPerSecond() >> 10);
        data.put("disk_busy_percent", busy.disk());
        data.put("mem_ram_kbyte", kb.total());
        data.put("mem_ram_percent", kb.share());
        data.put("mem_swap_kbyte", kb.swapTotal());
        data.put("mem_swap_percent", kb.swapShare());
        data.put("cpus", cores);
        data.put("cpus_online", cores);
        data.put("uptime", uptime.total());
        data.put("ilde_time", uptime.idle()); // as SRS spells it
        data.put("load_1m", load.oneMinute());
        data.put("load_5m", load.fiveMinutes());
        data.put("load_15m", load.fifteenMinutes());
        putNetwork(data);
        putOwnTraffic(data);
        putConnections(data);
        return data;
    }

    private void putNetwork(Map<String, Object> data) {
        NetworkStat.Bytes outside = files.publicNetwork();
        NetworkStat.Bytes inside = files.privateNetwork();
        data.put("net_sample_time", nowMs);
        data.put("net_recv_bytes", outside.received());
        data.put("net_send_bytes", outside.sent());
        data.put("net_recvi_bytes", inside.received());
        data.put("net_sendi_bytes", inside.sent());
    }

    private void putOwnTraffic(Map<String, Object> data) {
        Flow total = view.server().traffic().total();
        data.put("srs_sample_time", nowMs);
        data.put("srs_recv_bytes", total.bytesIn());
        data.put("srs_send_bytes", total.bytesOut());
        data.put("srs_recv_kbps", total.slowBitrateIn() / 1000);
        data.put("srs_send_kbps", total.slowBitrateOut() / 1000);
    }

    private void putConnections(Map<String, Object> data) {
        SocketStat sockets = files.sockets();
        data.put("conn_sys", sockets.tcp());
        data.put("conn_sys_et", sockets.established());
        data.put("conn_sys_tw", sockets.timeWait());
        data.put("conn_sys_udp", sockets.udp());
        data.put("conn_srs", view.server().sessions().count());
    }
}
