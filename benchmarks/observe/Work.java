import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Processor time: it is compared rather than time by the wall, for it hardly depends on what else the machine does. */
final class Work {

    private Work() {}

    /** Seconds of this process: those of the compiler and of the collector too. */
    static double seconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

}
