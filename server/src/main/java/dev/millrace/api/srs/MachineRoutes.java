package dev.millrace.api.srs;

import dev.millrace.machine.BusyWatch;
import dev.millrace.machine.ProcFiles;
import dev.millrace.machine.proc.MemoryInfo;
import dev.millrace.machine.proc.ProcessStat;
import dev.millrace.machine.proc.ResourceUsage;
import dev.millrace.machine.proc.SystemStat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server as a process, and its machine: `summaries`, `rusages`, `self_proc_stats`,
/// `system_proc_stats`, `meminfos`. What the system does not tell is zero, and `ok` is false.
final class MachineRoutes {
    private final SrsView view;
    private final ProcFiles files;
    private final BusyWatch busy;

    MachineRoutes(SrsView view) {
        this.view = view;
        this.files = view.files();
        this.busy = view.busy();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/summaries", it -> it.send("data", Summary.of(view))),
                Route.get("/api/v1/rusages", it -> it.send("data", usage())),
                Route.get("/api/v1/self_proc_stats", it -> it.send("data", process())),
                Route.get("/api/v1/system_proc_stats", it -> it.send("data", system())),
                Route.get("/api/v1/meminfos", it -> it.send("data", memory())));
    }

    private static Map<String, Object> sample(Optional<?> known) {
        var data = new LinkedHashMap<String, Object>();
        data.put("ok", known.isPresent());
        data.put("sample_time", System.currentTimeMillis());
        return data;
    }

    /// getrusage(2); Linux knows nothing of those that are zero.
    private Map<String, Object> usage() {
        Optional<ResourceUsage> known = files.usage();
        ResourceUsage usage = known.orElse(ResourceUsage.NONE);
        Map<String, Object> data = sample(known);
        data.put("ru_utime", usage.userSeconds());
        data.put("ru_stime", usage.systemSeconds());
        data.put("ru_maxrss", usage.residentMaxKb());
        data.put("ru_ixrss", 0);
        data.put("ru_idrss", 0);
        data.put("ru_isrss", 0);
        data.put("ru_minflt", usage.minorFaults());
        data.put("ru_majflt", usage.majorFaults());
        data.put("ru_nswap", 0);
        data.put("ru_inblock", usage.inBlocks());
        data.put("ru_oublock", usage.outBlocks());
        data.put("ru_msgsnd", 0);
        data.put("ru_msgrcv", 0);
        data.put("ru_nsignals", 0);
        data.put("ru_nvcsw", usage.switches());
        data.put("ru_nivcsw", usage.involuntarySwitches());
        return data;
    }

    private Map<String, Object> process() {
        Optional<ProcessStat> known = files.process();
        ProcessStat stat = known.orElse(ProcessStat.NONE);
        Map<String, Object> data = sample(known);
        data.put("percent", busy.now().process());
        stat.numbers()
                .forEach((name, value) -> {
                    data.put(name, value);
                    if (name.equals("pid")) { // which these two stand behind
                        data.put("comm", stat.comm());
                        data.put("state", stat.state());
                    }
                });
        return data;
    }

    private Map<String, Object> system() {
        Optional<SystemStat> known = files.system();
        SystemStat stat = known.orElse(SystemStat.NONE);
        Map<String, Object> data = sample(known);
        data.put("percent", busy.now().system());
        data.put("user", stat.user());
        data.put("nice", stat.nice());
        data.put("sys", stat.system());
        data.put("idle", stat.idle());
        data.put("iowait", stat.ioWait());
        data.put("irq", stat.irq());
        data.put("softirq", stat.softIrq());
        data.put("steal", stat.steal());
        data.put("guest", stat.guest());
        return data;
    }

    /// In KB.
    private Map<String, Object> memory() {
        Optional<MemoryInfo> known = files.memory();
        MemoryInfo memory = known.orElse(MemoryInfo.NONE);
        Map<String, Object> data = sample(known);
        data.put("percent_ram", memory.share());
        data.put("percent_swap", memory.swapShare());
        data.put("MemActive", memory.active());
        data.put("RealInUse", memory.inUse());
        data.put("NotInUse", memory.total() - memory.inUse());
        data.put("MemTotal", memory.total());
        data.put("MemFree", memory.free());
        data.put("Buffers", memory.buffers());
        data.put("Cached", memory.cached());
        data.put("SwapTotal", memory.swapTotal());
        data.put("SwapFree", memory.swapFree());
        return data;
    }
}
