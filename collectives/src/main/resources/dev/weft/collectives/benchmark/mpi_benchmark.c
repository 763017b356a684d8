/* The peer of "weft bench collectives --against mpirun": times one MPI call on buffers of some lengths.
 *
 *   mpicc -O3 -march=native -o mpi_benchmark mpi_benchmark.c
 *   mpirun -n 2 --bind-to core ./mpi_benchmark allReduce 0.5 2.0 1024:5000:20000 65536:1000:4000
 *
 * Arguments: the operation by its name in Weft, limits of the time for warming up and for measuring in seconds, and for
 * each length of a rank's send buffer BYTES:CALLS TO WARM UP:CALLS TO MEASURE. Prints lines of
 * operation,ranks,bytes_per_rank,median_us,min_us. The loop is that of MeasuringLoop.java, the table that of KernelTable.java.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD MPI_COMM_WORLD
#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum shape { EMPTY, MESSAGE, WHOLE, BLOCKS };
enum result { ONE_BLOCK, A_BLOCK_FROM_EACH };

struct areas {
    int rank, ranks, count;
    double *send, *receive;
    int *counts, *displacements;
};

static void pingpong(struct areas *a) {
    if (a->rank == 0) {
        MPI_Send(a->send, a->count, MPI_DOUBLE, 1, 0, WORLD);
        MPI_Recv(a->receive, a->count, MPI_DOUBLE, 1, 0, WORLD, MPI_STATUS_IGNORE);
    } else if (a->rank == 1) {
        MPI_Recv(a->receive, a->count, MPI_DOUBLE, 0, 0, WORLD, MPI_STATUS_IGNORE);
        MPI_Send(a->send, a->count, MPI_DOUBLE, 0, 0, WORLD);
    }
}

static void barrier(struct areas *a) { (void)a; MPI_Barrier(WORLD); }

static void broadcast(struct areas *a) { MPI_Bcast(a->send, a->count, MPI_DOUBLE, 0, WORLD); }

static void reduce(struct areas *a) { MPI_Reduce(a->send, a->receive, a->count, MPI_DOUBLE, MPI_SUM, 0, WORLD); }

static void all_reduce(struct areas *a) { MPI_Allreduce(a->send, a->receive, a->count, MPI_DOUBLE, MPI_SUM, WORLD); }

static void reduce_scatter(struct areas *a) {
    MPI_Reduce_scatter_block(a->send, a->receive, a->count, MPI_DOUBLE, MPI_SUM, WORLD);
}

static void all_gather(struct areas *a) {
    MPI_Allgather(a->send, a->count, MPI_DOUBLE, a->receive, a->count, MPI_DOUBLE, WORLD);
}

static void all_to_all(struct areas *a) {
    MPI_Alltoall(a->send, a->count, MPI_DOUBLE, a->receive, a->count, MPI_DOUBLE, WORLD);
}

static void all_to_all_v(struct areas *a) {
    MPI_Alltoallv(a->send, a->counts, a->displacements, MPI_DOUBLE,
                  a->receive, a->counts, a->displacements, MPI_DOUBLE, WORLD);
}

static void scan(struct areas *a) { MPI_Scan(a->send, a->receive, a->count, MPI_DOUBLE, MPI_SUM, WORLD); }

static void exscan(struct areas *a) { MPI_Exscan(a->send, a->receive, a->count, MPI_DOUBLE, MPI_SUM, WORLD); }

static void gather(struct areas *a) {
    MPI_Gather(a->send, a->count, MPI_DOUBLE, a->receive, a->count, MPI_DOUBLE, 0, WORLD);
}

static void scatter(struct areas *a) {
    MPI_Scatter(a->send, a->count, MPI_DOUBLE, a->receive, a->count, MPI_DOUBLE, 0, WORLD);
}

struct kernel {
    const char *name;
    enum shape shape;
    enum result result;
    void (*call)(struct areas *);
};

static const struct kernel KERNELS[] = {
    {"pingpong", MESSAGE, ONE_BLOCK, pingpong},
    {"barrier", EMPTY, ONE_BLOCK, barrier},
    {"broadcast", WHOLE, ONE_BLOCK, broadcast},
    {"reduce", WHOLE, ONE_BLOCK, reduce},
    {"allReduce", WHOLE, ONE_BLOCK, all_reduce},
    {"reduceScatter", BLOCKS, ONE_BLOCK, reduce_scatter},
    {"allGather", WHOLE, A_BLOCK_FROM_EACH, all_gather},
    {"allToAll", BLOCKS, A_BLOCK_FROM_EACH, all_to_all},
    {"allToAllV", BLOCKS, A_BLOCK_FROM_EACH, all_to_all_v},
    {"scan", WHOLE, ONE_BLOCK, scan},
    {"exscan", WHOLE, ONE_BLOCK, exscan},
    {"gather", WHOLE, A_BLOCK_FROM_EACH, gather},
    {"scatter", BLOCKS, ONE_BLOCK, scatter},
};

static void *memory(size_t elements, size_t bytes) {
    void *taken = calloc(elements ? elements : 1, bytes);
    if (!taken) {
        fprintf(stderr, "out of memory: %zu times %zu bytes\n", elements, bytes);
        MPI_Abort(WORLD, 1);
    }
    return taken;
}

static struct areas make_areas(const struct kernel *kernel, size_t bytes, int rank, int ranks) {
    size_t doubles = bytes / sizeof(double);
    struct areas a = {.rank = rank, .ranks = ranks};
    a.count = (int)(kernel->shape == BLOCKS ? doubles / ranks : kernel->shape == EMPTY ? 0 : doubles);
    size_t sent = (size_t)a.count * (kernel->shape == BLOCKS ? ranks : 1);
    size_t received = (size_t)a.count * (kernel->result == A_BLOCK_FROM_EACH ? ranks : 1);
    a.send = memory(sent, sizeof(double));
    a.receive = memory(received, sizeof(double));
    a.counts = memory(ranks, sizeof(int));
    a.displacements = memory(ranks, sizeof(int));
    for (size_t i = 0; i < sent; i++) a.send[i] = rank + i * 0.5;
    for (size_t i = 0; i < received; i++) a.receive[i] = 0; /* touches each page */
    for (int other = 0; other < ranks; other++) {
        a.counts[other] = a.count;
        a.displacements[other] = other * a.count;
    }
    return a;
}

static void free_areas(struct areas *a) {
    free(a->send);
    free(a->receive);
    free(a->counts);
    free(a->displacements);
}

/* After a block of calls rank 0 looks whether their time is up. */
static int block_of(int calls) {
    int block = calls / 8;
    return block < 1 ? 1 : block > 50 ? 50 : block;
}

static int is_time_up(double start, double limit) {
    int up = MPI_Wtime() - start >= limit;
    MPI_Bcast(&up, 1, MPI_INT, 0, WORLD);
    return up;
}

static double timed(const struct kernel *kernel, struct areas *a) {
    if (kernel->shape == WHOLE || kernel->shape == BLOCKS) MPI_Barrier(WORLD);
    double start = MPI_Wtime();
    kernel->call(a);
    double micros = (MPI_Wtime() - start) * 1e6;
    if (kernel->shape == MESSAGE) return a->rank == 0 ? micros / 2 : 0;
    return micros;
}

/* How many calls fitted the limit. */
static int run(const struct kernel *kernel, struct areas *a, int calls, double limit, double *micros) {
    double start = MPI_Wtime();
    int block = block_of(calls);
    for (int made = 0; made < calls; made++) {
        if (made > 0 && made % block == 0 && is_time_up(start, limit)) return made;
        micros[made] = timed(kernel, a);
    }
    return calls;
}

static int ascending(const void *one, const void *other) {
    double x = *(const double *)one, y = *(const double *)other;
    return (x > y) - (x < y);
}

static void measure(const struct kernel *kernel, size_t bytes, int warm_up, int calls, const double *limits) {
    int rank, ranks;
    MPI_Comm_rank(WORLD, &rank);
    MPI_Comm_size(WORLD, &ranks);
    struct areas a = make_areas(kernel, bytes, rank, ranks);
    double *own = memory(calls, sizeof(double)), *slowest = memory(calls, sizeof(double));
    run(kernel, &a, warm_up, limits[0], own);
    int made = run(kernel, &a, calls, limits[1], own);
    MPI_Reduce(own, slowest, made, MPI_DOUBLE, MPI_MAX, 0, WORLD);
    if (rank == 0) {
        qsort(slowest, made, sizeof(double), ascending);
        printf("%s,%d,%zu,%.4f,%.4f\n", kernel->name, ranks, bytes, slowest[made / 2], slowest[0]);
        fflush(stdout);
    }
    free(own);
    free(slowest);
    free_areas(&a);
}

static const struct kernel *named(const char *name) {
    for (size_t i = 0; i < LENGTH(KERNELS); i++)
        if (!strcmp(KERNELS[i].name, name)) return &KERNELS[i];
    return NULL;
}

static void fail(const char *what, const char *value) {
    fprintf(stderr, "%s: %s\n", what, value);
    MPI_Abort(WORLD, 2);
}

int main(int argc, char **argv) {
    MPI_Init(&argc, &argv);
    if (argc < 5) fail("arguments are missing", "OPERATION WARM_UP_SECONDS SECONDS BYTES:WARM_UP:CALLS…");
    const struct kernel *kernel = named(argv[1]);
    if (!kernel) fail("no such operation", argv[1]);
    double limits[] = {atof(argv[2]), atof(argv[3])};
    for (int i = 4; i < argc; i++) {
        size_t bytes;
        int warm_up, calls;
        if (sscanf(argv[i], "%zu:%d:%d", &bytes, &warm_up, &calls) != 3 || warm_up > calls)
            fail("not BYTES:WARM_UP:CALLS", argv[i]);
        measure(kernel, bytes, warm_up, calls, limits);
    }
    MPI_Finalize();
    return 0;
}
