package dev.weft.scheduler;

/** What the hosts of a cell have left at one moment. Never changes; a {@link Cell} makes the next. */
public final class CellState {
    private final Inventory inventory;
    private final HostPage[] pages;
    private final long version;

    CellState(Inventory inventory, HostPage[] pages, long version) {
        this.inventory = inventory;
        this.pages = pages;
        this.version = version;
    }

    /** Nothing taken. */
    public static CellState of(Inventory inventory) {
        int hosts = inventory.size();
        var pages = new HostPage[(hosts + HostPage.MASK) >> HostPage.BITS];
        for (int page = 0; page < pages.length; page++) {
            pages[page] = HostPage.empty(Math.min(HostPage.HOSTS, hosts - (page << HostPage.BITS)));
        }
        for (int number = 0; number < hosts; number++) {
            Host host = inventory.host(number);
            HostPage page = pages[number >> HostPage.BITS];
            int row = number & HostPage.MASK;
            page.freeSlots[row] = host.slots();
            page.freeCpuMillis[row] = host.cpuMillis();
            page.freeMemoryMiB[row] = host.memoryMiB();
            page.freeGpus[row] = host.healthyGpus();
            page.takenCores[row] = CoreSet.NONE;
            page.closed[row] = host.unschedulable();
        }
        return new CellState(inventory, pages, 0);
    }

    public Inventory inventory() {
        return inventory;
    }

    /** Grows with each change of the cell. */
    public long version() {
        return version;
    }

    /** Of workers, or of ranks without workers. */
    public int freeSlots(int host) {
        return page(host).freeSlots[host & HostPage.MASK];
    }

    public int freeCpuMillis(int host) {
        return page(host).freeCpuMillis[host & HostPage.MASK];
    }

    public int freeMemoryMiB(int host) {
        return page(host).freeMemoryMiB[host & HostPage.MASK];
    }

    /** Healthy ones that no gang has, as bits. */
    public long freeGpus(int host) {
        return page(host).freeGpus[host & HostPage.MASK];
    }

    /** Those that a gang has for its own. */
    public CoreSet takenCores(int host) {
        return page(host).takenCores[host & HostPage.MASK];
    }

    /** How many gangs have something there. */
    public int gangs(int host) {
        return page(host).gangs[host & HostPage.MASK];
    }

    /** Whether it takes no new gang. */
    public boolean closed(int host) {
        return page(host).closed[host & HostPage.MASK];
    }

    int changes(int host) {
        return page(host).changes[host & HostPage.MASK];
    }

    HostPage[] pages() {
        return pages;
    }

    private HostPage page(int host) {
        return pages[host >> HostPage.BITS];
    }
}
