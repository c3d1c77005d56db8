package io.rowtrail.bench.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one execution took.
 *
 * @param cpu processor time of this whole process, nanoseconds
 * @param wall nanoseconds
 */
record Measured(long cpu, long wall) {
    static Measured of(Runnable work) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        work.run();
        return new Measured(system.getProcessCpuTime() - cpu, System.nanoTime() - wall);
    }
}
