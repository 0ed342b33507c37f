package dev.freshet.server.demo;

import java.time.Instant;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;

/// Reads the machine's counters and turns them into lines: shares in percent, rates per second. One
/// thread.
final class HostSampler {
    private static final int MAX_DEVICES = 16;

    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final List<HWDiskStore> disks;
    private final List<NetworkIF> networks;
    private final List<OSFileStore> fileStores;
    private final CounterRates rates = new CounterRates();
    private long[] ticksBefore;
    private long[][] coreTicksBefore;

    private HostSampler(
            CentralProcessor processor,
            GlobalMemory memory,
            List<HWDiskStore> disks,
            List<NetworkIF> networks,
            List<OSFileStore> fileStores) {
        this.processor = processor;
        this.memory = memory;
        this.disks = disks;
        this.networks = networks;
        this.fileStores = fileStores;
        this.ticksBefore = processor.getSystemCpuLoadTicks();
        this.coreTicksBefore = processor.getProcessorCpuLoadTicks();
    }

    static HostSampler of(SystemInfo system) {
        var hardware = system.getHardware();
        return new HostSampler(
                hardware.getProcessor(),
                hardware.getMemory(),
                hardware.getDiskStores().stream().limit(MAX_DEVICES).toList(),
                hardware.getNetworkIFs().stream().limit(MAX_DEVICES).toList(),
                system.getOperatingSystem().getFileSystem().getFileStores(true).stream()
                        .limit(MAX_DEVICES)
                        .toList());
    }

    /// One body of line protocol. Rates need two readings, so the first body has none.
    String lines(Instant now) {
        var out = new LineText(now);
        cpu(out);
        memory(out);
        load(out);
        fileStores.forEach(store -> space(out, store));
        disks.forEach(disk -> disk(out, disk));
        networks.forEach(network -> network(out, network));
        return out.toString();
    }

    private void cpu(LineText out) {
        var ticks = processor.getSystemCpuLoadTicks();
        writeCpu(out, "cpu-total", ticksBefore, ticks);
        ticksBefore = ticks;
        var coreTicks = processor.getProcessorCpuLoadTicks();
        for (int core = 0; core < coreTicks.length; core++) {
            writeCpu(out, "cpu" + core, coreTicksBefore[core], coreTicks[core]);
        }
        coreTicksBefore = coreTicks;
    }

    private static void writeCpu(LineText out, String name, long[] from, long[] to) {
        long total = 0;
        for (int i = 0; i < to.length; i++) {
            total += to[i] - from[i];
        }
        if (total <= 0) {
            return;
        }
        out.line("cpu").tag("cpu", name);
        share(out, "usage_user", from, to, CentralProcessor.TickType.USER, total);
        share(out, "usage_system", from, to, CentralProcessor.TickType.SYSTEM, total);
        share(out, "usage_iowait", from, to, CentralProcessor.TickType.IOWAIT, total);
        share(out, "usage_idle", from, to, CentralProcessor.TickType.IDLE, total);
        out.end();
    }

    private static void share(
            LineText out,
            String field,
            long[] from,
            long[] to,
            CentralProcessor.TickType type,
            long total) {
        out.field(field, 100.0 * (to[type.getIndex()] - from[type.getIndex()]) / total);
    }

    private void memory(LineText out) {
        long total = memory.getTotal();
        long available = memory.getAvailable();
        out.line("mem")
                .field("used_percent", 100.0 * (total - available) / total)
                .field("used", total - available)
                .field("available", available)
                .end();
    }

    private void load(LineText out) {
        var averages = processor.getSystemLoadAverage(3);
        if (averages[0] >= 0) {
            out.line("system")
                    .field("load1", averages[0])
                    .field("load5", averages[1])
                    .field("load15", averages[2])
                    .end();
        }
    }

    private static void space(LineText out, OSFileStore store) {
        if (!store.updateAttributes() || store.getTotalSpace() <= 0) {
            return;
        }
        long used = store.getTotalSpace() - store.getUsableSpace();
        out.line("disk")
                .tag("path", store.getMount())
                .field("used_percent", 100.0 * used / store.getTotalSpace())
                .field("free", store.getUsableSpace())
                .end();
    }

    private void disk(LineText out, HWDiskStore disk) {
        if (!disk.updateAttributes()) {
            return;
        }
        var read = rates.rate(disk.getName() + " read", disk.getReadBytes(), disk.getTimeStamp());
        var written =
                rates.rate(disk.getName() + " write", disk.getWriteBytes(), disk.getTimeStamp());
        if (read >= 0 && written >= 0) {
            out.line("diskio")
                    .tag("name", disk.getName())
                    .field("read_bytes_per_s", read)
                    .field("write_bytes_per_s", written)
                    .end();
        }
    }

    private void network(LineText out, NetworkIF network) {
        if (!network.updateAttributes()) {
            return;
        }
        var received =
                rates.rate(
                        network.getName() + " in", network.getBytesRecv(), network.getTimeStamp());
        var sent =
                rates.rate(
                        network.getName() + " out", network.getBytesSent(), network.getTimeStamp());
        if (received >= 0 && sent >= 0) {
            out.line("net")
                    .tag("interface", network.getName())
                    .field("bytes_recv_per_s", received)
                    .field("bytes_sent_per_s", sent)
                    .end();
        }
    }
}
