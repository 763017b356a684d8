package dev.weft.runtime.gpu;

import dev.weft.runtime.Device;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The GPUs of this host that a job has, for each of its ranks; no other job gets them until they are given back. */
public final class GpuGrants implements AutoCloseable {
    /** Of a job that asks for none. */
    public static final GpuGrants NONE = new GpuGrants(List.of(), List.of());

    private static final int DECIMALS = 3;

    /** By operator and rank. */
    private final List<List<List<Device>>> devices;

    private final List<GpuClaims.Claim> claims;

    private GpuGrants(List<List<List<Device>>> devices, List<GpuClaims.Claim> claims) {
        this.devices = devices;
        this.claims = claims;
    }

    /**
     * Chooses them. A job that asks for none looks for none.
     *
     * @throws UsageException if there are not as many as it asks for
     */
    public static GpuGrants of(JobSpec job) {
        return job.operators().stream().allMatch(operator -> operator.gpuMilli() == 0)
                ? NONE
                : new Choice(job.operators(), GpuDiscovery.ofThisHost(), GpuClaims.ofThisHost()).make();
    }

    /** By the operator's ranks; empty if it has none. */
    public List<List<Device>> ofOperator(int operator) {
        return devices.isEmpty() ? List.of() : devices.get(operator);
    }

    /** Each once. */
    public List<Device> all() {
        return devices.stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        claims.forEach(GpuClaims.Claim::close);
    }

    /** One job's choice: operators with more GPUs for a rank choose first. */
    record Choice(List<JobSpec> operators, GpuInventory host, GpuClaims claims) {

        GpuGrants make() {
            var taken = new ArrayList<GpuClaims.Claim>();
            var devices = new ArrayList<List<List<Device>>>(Collections.nCopies(operators.size(), List.of()));
            try {
                claims.choose(() -> IntStream.range(0, operators.size())
                        .boxed()
                        .filter(i -> operators.get(i).gpuMilli() > 0)
                        .sorted(Comparator.comparingInt(i -> -operators.get(i).gpuMilli()))
                        .forEach(i -> devices.set(i, take(operators.get(i), taken))));
            } catch (RuntimeException refused) {
                taken.forEach(GpuClaims.Claim::close);
                throw refused;
            }
            return new GpuGrants(List.copyOf(devices), taken);
        }

        private List<List<Device>> take(JobSpec operator, List<GpuClaims.Claim> taken) {
            GpuInventory well = host.only(gpu -> gpu.health().trouble().isEmpty());
            var offer = new GpuOffer(
                    well.weights(),
                    well.gpus().stream()
                            .mapToInt(gpu -> claims.freeMilli(gpu.uuid()))
                            .toArray());
            int milli = operator.gpuMilli();
            Optional<List<List<Integer>>> seats = GpuGang.seats(offer, operator.ranks(), milli);
            return seats.orElseThrow(() -> new UsageException(refusal(operator, offer))).stream()
                    .map(gpus -> gpus.stream()
                            .map(place -> take(well.gpus().get(place), milli, taken))
                            .toList())
                    .toList();
        }

        private Device take(Gpu gpu, int milliPerRank, List<GpuClaims.Claim> taken) {
            int share = Math.min(milliPerRank, GpuOffer.WHOLE);
            claims.take(gpu.uuid(), share, taken);
            return new Device(gpu.index(), gpu.uuid(), gpu.name(), gpu.memoryBytes(), share);
        }

        private String refusal(JobSpec operator, GpuOffer offer) {
            int wanted = operator.gpuMilli();
            var text = new StringBuilder("gpus=" + decimal(wanted) + " for each of ranks=" + operator.ranks());
            text.append(operators.size() > 1 ? " of operator " + operator.name() : "");
            text.append(" is ").append(decimal((long) wanted * operator.ranks()));
            int there = host.gpus().size();
            text.append(", but this host has ").append(there == 0 ? "no GPU" : there + (there == 1 ? " GPU" : " GPUs"));
            int used = (int) IntStream.of(offer.freeMilli())
                    .filter(free -> free < GpuOffer.WHOLE)
                    .count();
            text.append(used == 0 ? "" : ", " + used + " of them in use by Weft's jobs");
            if (host.driver().isEmpty() && host.problems().isEmpty()) {
                text.append(" with NVIDIA's driver");
            }
            int room = GpuGang.capacity(offer, wanted);
            text.append(room == 0 ? "" : ": there is place for ranks=" + room);
            host.gpus()
                    .forEach(gpu -> gpu.health()
                            .trouble()
                            .ifPresent(trouble -> text.append("; GPU " + gpu.index() + " is not used: " + trouble)));
            host.problems().forEach(problem -> text.append("; ").append(problem));
            return text.toString();
        }

        private static String decimal(long milli) {
            return BigDecimal.valueOf(milli, DECIMALS).stripTrailingZeros().toPlainString();
        }
    }
}
