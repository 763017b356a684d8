package dev.weft.runtime.gpu;

import dev.weft.runtime.Device;
import dev.weft.runtime.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The whole GPUs of this host that a job was given by who placed it, until the job ends. */
public final class GpuHold implements AutoCloseable {
    private final GpuClaims claims;
    private final List<GpuClaims.Claim> taken = new ArrayList<>();
    private final Set<String> uuids = new HashSet<>();

    private GpuHold(GpuClaims claims) {
        this.claims = claims;
    }

    public static GpuHold onThisHost() {
        return new GpuHold(GpuClaims.ofThisHost());
    }

    /** Whether it is well, and nobody has anything of it. */
    public static boolean isFree(Gpu gpu) {
        return gpu.health().trouble().isEmpty() && GpuClaims.ofThisHost().freeMilli(gpu.uuid()) == GpuOffer.WHOLE;
    }

    /**
     * Takes those that it hasn't yet; all or none.
     *
     * @throws UsageException if another job has one
     */
    public synchronized void take(List<Device> devices) {
        List<String> more = devices.stream()
                .map(Device::uuid)
                .distinct()
                .filter(uuid -> !uuids.contains(uuid))
                .toList();
        if (more.isEmpty()) {
            return;
        }
        claims.choose(() -> {
            for (String uuid : more) {
                if (claims.freeMilli(uuid) < GpuOffer.WHOLE) {
                    throw new UsageException("another job has taken " + uuid + " meanwhile");
                }
            }
            more.forEach(uuid -> claims.take(uuid, GpuOffer.WHOLE, taken));
        });
        uuids.addAll(more);
    }

    @Override
    public synchronized void close() {
        taken.forEach(GpuClaims.Claim::close);
        taken.clear();
        uuids.clear();
    }
}
