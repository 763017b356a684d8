// Plays NVIDIA's management library for tests: a host whose GPUs stand in a file beside this library, LIBRARY.conf. Lines of that file:
//   driver VERSION
//   gpu UUID BUS_ID MEMORY_BYTES NUMA_NODE NAME         the next GPU; NUMA_NODE -1: not said
//   level I J LEVEL                                     nvmlDeviceGetTopologyCommonAncestor of two GPUs; others are 50
//   nvlink I J LINKS                                    NVLinks between two GPUs
//   switch I LINKS                                      NVLinks of a GPU to a switch
//   cpus I FROM TO                                      CPUs next to a GPU
//   mig I on|off            part I UUID MEMORY_BYTES    whether a GPU is parted, and its parts
//   ecc I ERRORS            retired I CAUSE PAGES       retiring I
//   remapped I CORRECTED UNCORRECTED PENDING FAILED
//   fail FUNCTION STATUS    failgpu I FUNCTION STATUS   what a function gives, always or of one GPU
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUCCESS = 0, UNINITIALIZED = 1, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7 };
enum { GPUS = 16, LINKS = 18, PARTS = 8, FAILURES = 16 };

typedef struct {
    char busIdLegacy[16];
    unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
    char busId[32];
} Pci;

typedef struct Device {
    struct Device *board;
    int index, numa, mig, parts, links, firstCpu, lastCpu, ecc, retired[2], retiring, remaps;
    unsigned remapped[4];
    unsigned long long memory;
    char uuid[96], bus[32], name[96];
    int level[GPUS];
    struct { int isSwitch, peer; } link[LINKS];
    struct Device *part[PARTS];
} Device;

static char driver[80] = "570.00";
static Device gpus[GPUS];
static int count, initialised, failures;
static struct { char function[64]; int gpu, status; } failure[FAILURES];

static void addLinks(Device *gpu, int isSwitch, int peer, int links) {
    for (int i = 0; i < links && gpu->links < LINKS; i++) {
        gpu->link[gpu->links].isSwitch = isSwitch;
        gpu->link[gpu->links++].peer = peer;
    }
}

static void addFailure(const char *function, int gpu, int status) {
    snprintf(failure[failures].function, 64, "%s", function);
    failure[failures].gpu = gpu;
    failure[failures++].status = status;
}

static void readLine(const char *line) {
    char text[96], word[96];
    int i, j, n, m, end;
    unsigned a, b, c, d;
    unsigned long long bytes;
    if (sscanf(line, "driver %79s", driver) == 1) return;
    if (sscanf(line, "gpu %95s %31s %llu %d %n", text, word, &bytes, &n, &end) == 4) {
        Device *gpu = &gpus[count];
        *gpu = (Device){.board = gpu, .index = count, .numa = n, .mig = -1, .firstCpu = -1, .ecc = -1, .memory = bytes};
        snprintf(gpu->uuid, 96, "%s", text);
        snprintf(gpu->bus, 32, "%.31s", word);
        snprintf(gpu->name, 96, "%.*s", (int)strcspn(line + end, "\n"), line + end);
        for (int other = 0; other < GPUS; other++) gpu->level[other] = 50;
        count++;
    } else if (sscanf(line, "level %d %d %d", &i, &j, &n) == 3) {
        gpus[i].level[j] = gpus[j].level[i] = n;
    } else if (sscanf(line, "nvlink %d %d %d", &i, &j, &n) == 3) {
        addLinks(&gpus[i], 0, j, n);
        addLinks(&gpus[j], 0, i, n);
    } else if (sscanf(line, "switch %d %d", &i, &n) == 2) {
        addLinks(&gpus[i], 1, -1, n);
    } else if (sscanf(line, "cpus %d %d %d", &i, &n, &m) == 3) {
        gpus[i].firstCpu = n;
        gpus[i].lastCpu = m;
    } else if (sscanf(line, "mig %d %95s", &i, word) == 2) {
        gpus[i].mig = strcmp(word, "on") == 0;
    } else if (sscanf(line, "part %d %95s %llu", &i, text, &bytes) == 3) {
        Device *part = calloc(1, sizeof(Device));
        part->board = &gpus[i];
        part->memory = bytes;
        snprintf(part->uuid, 96, "%s", text);
        snprintf(part->name, 96, "%.80s MIG", gpus[i].name);
        gpus[i].part[gpus[i].parts++] = part;
    } else if (sscanf(line, "ecc %d %d", &i, &n) == 2) {
        gpus[i].ecc = n;
    } else if (sscanf(line, "retired %d %d %d", &i, &j, &n) == 3) {
        gpus[i].retired[j] = n;
    } else if (sscanf(line, "retiring %d", &i) == 1) {
        gpus[i].retiring = 1;
    } else if (sscanf(line, "remapped %d %u %u %u %u", &i, &a, &b, &c, &d) == 5) {
        gpus[i].remaps = 1;
        memcpy(gpus[i].remapped, (unsigned[]){a, b, c, d}, sizeof gpus[i].remapped);
    } else if (sscanf(line, "failgpu %d %63s %d", &i, word, &n) == 3) {
        addFailure(word, i, n);
    } else if (sscanf(line, "fail %63s %d", word, &n) == 2) {
        addFailure(word, -1, n);
    } else if (line[0] != '#' && line[0] != '\n') {
        fprintf(stderr, "fake NVML: a line that says nothing: %s", line);
        abort();
    }
}

static void readHost(void) {
    Dl_info self;
    char path[4096], line[512];
    dladdr((void *)readHost, &self);
    snprintf(path, sizeof path, "%s.conf", self.dli_fname);
    FILE *file = fopen(path, "r");
    count = failures = 0;
    while (file && fgets(line, sizeof line, file)) readLine(line);
    if (file) fclose(file);
}

static int failing(const char *function, Device *gpu) {
    if (!initialised && strcmp(function, "nvmlInit_v2")) return UNINITIALIZED;
    for (int i = 0; i < failures; i++) {
        int of = failure[i].gpu;
        if (!strcmp(failure[i].function, function) && (of < 0 || (gpu && gpu->board->index == of))) return failure[i].status;
    }
    return SUCCESS;
}

#define CHECK(gpu)                                                                                                                            \
    do {                                                                                                                                      \
        int status = failing(__func__, gpu);                                                                                                  \
        if (status) return status;                                                                                                            \
    } while (0)

static int put(const char *text, char *out, unsigned length) {
    if (strlen(text) >= length) return INSUFFICIENT_SIZE;
    strcpy(out, text);
    return SUCCESS;
}

int nvmlInit_v2(void) {
    readHost();
    CHECK(NULL);
    initialised++;
    return SUCCESS;
}

int nvmlShutdown(void) {
    CHECK(NULL);
    initialised--;
    return SUCCESS;
}

const char *nvmlErrorString(int status) {
    switch (status) {
        case 4: return "Insufficient Permissions";
        case 9: return "Driver Not Loaded";
        case 15: return "GPU is lost";
        case 18: return "Driver/library version mismatch";
        default: return "Unknown Error";
    }
}

int nvmlSystemGetDriverVersion(char *out, unsigned length) {
    CHECK(NULL);
    return put(driver, out, length);
}

int nvmlDeviceGetCount_v2(unsigned *out) {
    CHECK(NULL);
    *out = count;
    return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device **out) {
    if (index >= (unsigned)count) return INVALID_ARGUMENT;
    CHECK(&gpus[index]);
    *out = &gpus[index];
    return SUCCESS;
}

int nvmlDeviceGetName(Device *gpu, char *out, unsigned length) {
    CHECK(gpu);
    return put(gpu->name, out, length);
}

int nvmlDeviceGetUUID(Device *gpu, char *out, unsigned length) {
    CHECK(gpu);
    return put(gpu->uuid, out, length);
}

static void putBus(const char *bus, Pci *out) {
    memset(out, 0, sizeof *out);
    snprintf(out->busId, sizeof out->busId, "%s", bus);
    snprintf(out->busIdLegacy, sizeof out->busIdLegacy, "%s", strlen(bus) > 4 ? bus + 4 : "");
}

int nvmlDeviceGetPciInfo_v3(Device *gpu, Pci *out) {
    CHECK(gpu);
    putBus(gpu->board->bus, out);
    return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(Device *gpu, unsigned long long *out) {
    CHECK(gpu);
    out[0] = gpu->memory;
    out[2] = gpu->memory / 64;
    out[1] = out[0] - out[2];
    return SUCCESS;
}

int nvmlDeviceGetCudaComputeCapability(Device *gpu, int *major, int *minor) {
    CHECK(gpu);
    *major = 8;
    *minor = 0;
    return SUCCESS;
}

int nvmlDeviceGetMigMode(Device *gpu, unsigned *current, unsigned *pending) {
    CHECK(gpu);
    if (gpu->mig < 0) return NOT_SUPPORTED;
    *current = *pending = gpu->mig;
    return SUCCESS;
}

int nvmlDeviceGetMaxMigDeviceCount(Device *gpu, unsigned *out) {
    CHECK(gpu);
    *out = PARTS - 1;
    return SUCCESS;
}

// The first place is empty, as places are after a part was removed.
int nvmlDeviceGetMigDeviceHandleByIndex(Device *gpu, unsigned index, Device **out) {
    CHECK(gpu);
    if (index == 0 || index > (unsigned)gpu->parts) return NOT_FOUND;
    *out = gpu->part[index - 1];
    return SUCCESS;
}

int nvmlDeviceGetTopologyCommonAncestor(Device *gpu, Device *other, unsigned *out) {
    CHECK(gpu);
    *out = gpu->level[other->index];
    return SUCCESS;
}

int nvmlDeviceGetNvLinkState(Device *gpu, unsigned link, unsigned *out) {
    CHECK(gpu);
    if (link >= LINKS) return INVALID_ARGUMENT;
    if (gpu->links == 0) return NOT_SUPPORTED;
    *out = link < (unsigned)gpu->links;
    return SUCCESS;
}

int nvmlDeviceGetNvLinkRemoteDeviceType(Device *gpu, unsigned link, unsigned *out) {
    CHECK(gpu);
    *out = gpu->link[link].isSwitch ? 2 : 0;
    return SUCCESS;
}

int nvmlDeviceGetNvLinkRemotePciInfo_v2(Device *gpu, unsigned link, Pci *out) {
    CHECK(gpu);
    putBus(gpu->link[link].isSwitch ? "00000000:C4:00.0" : gpus[gpu->link[link].peer].bus, out);
    return SUCCESS;
}

static int putBits(unsigned long *words, unsigned size, int from, int to) {
    if (from < 0) return NOT_SUPPORTED;
    memset(words, 0, size * sizeof *words);
    for (int bit = from; bit <= to; bit++) words[bit / 64] |= 1ul << (bit % 64);
    return SUCCESS;
}

int nvmlDeviceGetMemoryAffinity(Device *gpu, unsigned size, unsigned long *words, unsigned scope) {
    CHECK(gpu);
    return scope == 0 ? putBits(words, size, gpu->numa, gpu->numa) : INVALID_ARGUMENT;
}

int nvmlDeviceGetCpuAffinity(Device *gpu, unsigned size, unsigned long *words) {
    CHECK(gpu);
    return putBits(words, size, gpu->firstCpu, gpu->lastCpu);
}

int nvmlDeviceGetTotalEccErrors(Device *gpu, unsigned type, unsigned counter, unsigned long long *out) {
    CHECK(gpu);
    if (gpu->ecc < 0) return NOT_SUPPORTED;
    *out = type == 1 && counter == 0 ? gpu->ecc : 999;
    return SUCCESS;
}

int nvmlDeviceGetRetiredPages(Device *gpu, unsigned cause, unsigned *pages, unsigned long long *addresses) {
    CHECK(gpu);
    *pages = gpu->retired[cause];
    return *pages > 0 && !addresses ? INSUFFICIENT_SIZE : SUCCESS;
}

int nvmlDeviceGetRetiredPagesPendingStatus(Device *gpu, unsigned *out) {
    CHECK(gpu);
    *out = gpu->retiring;
    return SUCCESS;
}

int nvmlDeviceGetRemappedRows(Device *gpu, unsigned *corrected, unsigned *uncorrected, unsigned *pending, unsigned *failed) {
    CHECK(gpu);
    if (!gpu->remaps) return NOT_SUPPORTED;
    *corrected = gpu->remapped[0];
    *uncorrected = gpu->remapped[1];
    *pending = gpu->remapped[2];
    *failed = gpu->remapped[3];
    return SUCCESS;
}
