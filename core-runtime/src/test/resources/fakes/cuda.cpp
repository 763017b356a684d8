// Plays the CUDA driver for tests. Memory of a GPU is memory of the host; kernels run on the CPU, from their CUDA source: this file is
// compiled together with it (-DKERNELS="FILE.cu"). PTX is searched for the names and parameters of its kernels only.
//
// The threads of a block take turns and stop at __syncthreads() and __shfl_down_sync(), which check that all that should come there do.
// The GPUs stand in a file beside this library, LIBRARY.conf. Lines of that file, others mean nothing:
//   gpu UUID BUS_ID MEMORY_BYTES NUMA_NODE NAME
//   fail FUNCTION STATUS CALLS         what a function gives after so many calls
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101, INVALID_CONTEXT = 201,
       INVALID_PTX = 218, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700, LAUNCH_FAILED = 719 };

// ---- threads of a block

struct Dim { unsigned x, y, z; };
struct Thread {
    ucontext_t context;
    std::vector<char> stack;
    enum { RUNS, AT_BARRIER, AT_SHUFFLE, ENDED } state;
    unsigned mask;
    int turn;
    double given[2];
};

Dim threadIdx, blockIdx, blockDim, gridDim;
std::vector<Thread> threads;
ucontext_t scheduler;
int current;
void *kernel;
uint64_t arguments[8];

void runThread() {
    using F = void (*)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
    uint64_t *a = arguments;
    reinterpret_cast<F>(kernel)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    threads[current].state = Thread::ENDED;
    swapcontext(&threads[current].context, &scheduler);
}

void pauseThread() {
    swapcontext(&threads[current].context, &scheduler);
}

void __syncthreads() {
    threads[current].state = Thread::AT_BARRIER;
    pauseThread();
}

// Every lane of the mask has to come. A lane reads from a place that is written anew at the call after the next.
double __shfl_down_sync(unsigned mask, double value, unsigned delta, int width) {
    Thread &own = threads[current];
    int lane = current % 32;
    if (!(mask >> lane & 1)) {
        fprintf(stderr, "fake CUDA: lane %d is not in its own mask %08x\n", lane, mask);
        abort();
    }
    int turn = own.turn++ % 2;
    own.given[turn] = value;
    own.mask = mask;
    own.state = Thread::AT_SHUFFLE;
    pauseThread();
    int place = lane % width;
    if (place + static_cast<int>(delta) >= width) {
        return value;
    }
    int from = current + static_cast<int>(delta);
    if (!(mask >> from % 32 & 1)) {
        fprintf(stderr, "fake CUDA: lane %d reads from lane %d, which is not in mask %08x\n", lane, from % 32, mask);
        abort();
    }
    return threads[from].given[turn];
}

bool allOf(unsigned mask, int warp) {
    for (int lane = 0; lane < 32; lane++) {
        size_t thread = warp * 32 + lane;
        if ((mask >> lane & 1) && (thread >= blockDim.x || threads[thread].state != Thread::AT_SHUFFLE || threads[thread].mask != mask)) {
            return false;
        }
    }
    return true;
}

// Whether some thread may go on, or all have ended.
bool release() {
    bool any = false;
    size_t ended = 0, atBarrier = 0;
    for (unsigned i = 0; i < blockDim.x; i++) {
        Thread &each = threads[i];
        ended += each.state == Thread::ENDED;
        atBarrier += each.state == Thread::AT_BARRIER;
        if (each.state == Thread::AT_SHUFFLE && allOf(each.mask, i / 32)) {
            unsigned mask = each.mask;
            for (int lane = 0; lane < 32; lane++) {
                if (mask >> lane & 1) threads[i / 32 * 32 + lane].state = Thread::RUNS;
            }
            any = true;
        }
    }
    if (atBarrier > 0 && ended + atBarrier == blockDim.x) {
        for (unsigned i = 0; i < blockDim.x; i++) {
            if (threads[i].state == Thread::AT_BARRIER) threads[i].state = Thread::RUNS;
        }
        any = true;
    }
    return any || ended == blockDim.x;
}

bool allEnded() {
    for (unsigned i = 0; i < blockDim.x; i++) {
        if (threads[i].state != Thread::ENDED) return false;
    }
    return true;
}

bool runBlock() {
    for (unsigned i = 0; i < blockDim.x; i++) {
        Thread &each = threads[i];
        if (each.stack.empty()) each.stack.resize(32 << 10);
        getcontext(&each.context);
        each.context.uc_stack.ss_sp = each.stack.data();
        each.context.uc_stack.ss_size = each.stack.size();
        each.context.uc_link = nullptr;
        each.state = Thread::RUNS;
        each.turn = 0;
        makecontext(&each.context, runThread, 0);
    }
    while (!allEnded()) {
        for (unsigned i = 0; i < blockDim.x; i++) {
            if (threads[i].state == Thread::RUNS) {
                current = i;
                threadIdx = {i, 0, 0};
                swapcontext(&scheduler, &threads[i].context);
            }
        }
        if (!release()) {
            fprintf(stderr, "fake CUDA: threads wait for others that never come\n");
            return false;
        }
    }
    return true;
}

// ---- the driver

struct Gpu { std::string uuid; unsigned long long memory, used; int retained; };
struct Function { std::string name; void *code; std::vector<int> sizes; };
struct Module { std::map<std::string, std::vector<int>> kernels; };
struct Failure { int status; long calls; };

std::recursive_mutex lock;
std::vector<Gpu> gpus;
std::map<uint64_t, std::pair<uint64_t, Gpu *>> allocations;
std::map<std::string, Failure> failures;
long live;
bool initialised;
thread_local Gpu *currentGpu;

std::string ownFile() {
    Dl_info self;
    dladdr(reinterpret_cast<void *>(&ownFile), &self);
    return self.dli_fname;
}

void readHost() {
    gpus.clear();
    failures.clear();
    FILE *file = fopen((ownFile() + ".conf").c_str(), "r");
    char line[512], word[128];
    while (file && fgets(line, sizeof line, file)) {
        unsigned long long bytes;
        int status;
        long calls;
        if (sscanf(line, "gpu %127s %*s %llu", word, &bytes) == 2) gpus.push_back({word, bytes, 0, 0});
        if (sscanf(line, "fail %127s %d %ld", word, &status, &calls) == 3) failures[word] = {status, calls};
    }
    if (file) fclose(file);
    const char *visible = getenv("CUDA_VISIBLE_DEVICES");
    if (visible) {
        std::vector<Gpu> all;
        all.swap(gpus);
        for (std::string rest = std::string(visible) + ","; !rest.empty(); rest.erase(0, rest.find(',') + 1)) {
            for (Gpu &gpu : all) {
                if (gpu.uuid == rest.substr(0, rest.find(','))) gpus.push_back(gpu);
            }
        }
    }
}

int failing(const char *function) {
    auto found = failures.find(function);
    return found != failures.end() && found->second.calls-- <= 0 ? found->second.status : SUCCESS;
}

Gpu *inside(uint64_t address, uint64_t bytes) {
    auto after = allocations.upper_bound(address);
    if (after == allocations.begin()) return nullptr;
    auto &[start, allocation] = *--after;
    return address + bytes <= start + allocation.first ? allocation.second : nullptr;
}

// Names of kernels and the sizes of their parameters.
std::map<std::string, std::vector<int>> entries(const std::string &ptx) {
    std::map<std::string, std::vector<int>> found;
    for (size_t at = ptx.find(".entry "); at != std::string::npos; at = ptx.find(".entry ", at + 1)) {
        size_t open = ptx.find('(', at), close = ptx.find(')', at);
        std::string name = ptx.substr(at + 7, open - at - 7);
        while (!name.empty() && isspace(name.back())) name.pop_back();
        std::vector<int> sizes;
        std::string list = ptx.substr(open, close - open);
        for (size_t p = list.find(".param ."); p != std::string::npos; p = list.find(".param .", p + 1)) {
            sizes.push_back(atoi(list.c_str() + p + 9) / 8);
        }
        found[name] = sizes;
    }
    return found;
}

}  // namespace

#define CHECK(...)                                        \
    std::lock_guard<std::recursive_mutex> guard(lock);    \
    if (int status = failing(__func__)) return status;    \
    if (!initialised) return NOT_INITIALIZED
#define CHECK_CONTEXT() \
    CHECK();            \
    if (!currentGpu || !currentGpu->retained) return INVALID_CONTEXT

extern "C" {

int cuInit(unsigned) {
    std::lock_guard<std::recursive_mutex> guard(lock);
    if (!initialised) readHost();
    if (int status = failing(__func__)) return status;
    initialised = true;
    return gpus.empty() ? NO_DEVICE : SUCCESS;
}

int cuGetErrorName(int error, const char **out) {
    switch (error) {
        case INVALID_VALUE: *out = "CUDA_ERROR_INVALID_VALUE"; return SUCCESS;
        case OUT_OF_MEMORY: *out = "CUDA_ERROR_OUT_OF_MEMORY"; return SUCCESS;
        case NO_DEVICE: *out = "CUDA_ERROR_NO_DEVICE"; return SUCCESS;
        case INVALID_PTX: *out = "CUDA_ERROR_INVALID_PTX"; return SUCCESS;
        case 222: *out = "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"; return SUCCESS;
        case NOT_FOUND: *out = "CUDA_ERROR_NOT_FOUND"; return SUCCESS;
        case ILLEGAL_ADDRESS: *out = "CUDA_ERROR_ILLEGAL_ADDRESS"; return SUCCESS;
        case LAUNCH_FAILED: *out = "CUDA_ERROR_LAUNCH_FAILED"; return SUCCESS;
        default: return INVALID_VALUE;
    }
}

int cuGetErrorString(int error, const char **out) {
    *out = error == OUT_OF_MEMORY ? "out of memory" : "what the driver says of it";
    return SUCCESS;
}

int cuDeviceGetCount(int *out) {
    CHECK();
    *out = static_cast<int>(gpus.size());
    return SUCCESS;
}

// Numbers of devices and their handles differ, so that nobody takes one for the other.
int cuDeviceGet(int *out, int ordinal) {
    CHECK();
    if (ordinal < 0 || ordinal >= static_cast<int>(gpus.size())) return INVALID_DEVICE;
    *out = 100 + ordinal;
    return SUCCESS;
}

static Gpu *gpuOf(int handle) {
    int ordinal = handle - 100;
    return ordinal < 0 || ordinal >= static_cast<int>(gpus.size()) ? nullptr : &gpus[ordinal];
}

int cuDeviceGetUuid_v2(unsigned char *out, int handle) {
    CHECK();
    Gpu *gpu = gpuOf(handle);
    if (!gpu) return INVALID_DEVICE;
    int digits = 0;
    memset(out, 0, 16);
    for (char c : gpu->uuid.substr(4)) {
        if (c != '-' && digits < 32) {
            out[digits / 2] = out[digits / 2] << 4 | (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
            digits++;
        }
    }
    return SUCCESS;
}

int cuDeviceGetAttribute(int *out, int attribute, int handle) {
    CHECK();
    if (!gpuOf(handle)) return INVALID_DEVICE;
    *out = attribute == 36 ? 1000000 : attribute == 37 ? 512 : 0;
    return SUCCESS;
}

int cuDevicePrimaryCtxRetain(Gpu **out, int handle) {
    CHECK();
    *out = gpuOf(handle);
    if (!*out) return INVALID_DEVICE;
    (*out)->retained++;
    return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int handle) {
    CHECK();
    Gpu *gpu = gpuOf(handle);
    if (!gpu || gpu->retained == 0) return INVALID_CONTEXT;
    gpu->retained--;
    return SUCCESS;
}

int cuCtxSetCurrent(Gpu *context) {
    CHECK();
    if (!context || !context->retained) return INVALID_CONTEXT;
    currentGpu = context;
    return SUCCESS;
}

int cuCtxSynchronize() {
    CHECK_CONTEXT();
    return SUCCESS;
}

int cuMemGetInfo_v2(uint64_t *free, uint64_t *total) {
    CHECK_CONTEXT();
    *free = currentGpu->memory - currentGpu->used;
    *total = currentGpu->memory;
    return SUCCESS;
}

int cuMemAlloc_v2(uint64_t *out, uint64_t bytes) {
    CHECK_CONTEXT();
    if (bytes == 0) return INVALID_VALUE;
    if (currentGpu->used + bytes > currentGpu->memory) return OUT_OF_MEMORY;
    *out = reinterpret_cast<uint64_t>(aligned_alloc(256, (bytes + 255) / 256 * 256));
    memset(reinterpret_cast<void *>(*out), 0xA5, bytes);
    allocations[*out] = {bytes, currentGpu};
    currentGpu->used += bytes;
    live++;
    return SUCCESS;
}

int cuMemFree_v2(uint64_t address) {
    CHECK_CONTEXT();
    auto found = allocations.find(address);
    if (found == allocations.end() || found->second.second != currentGpu) return INVALID_VALUE;
    currentGpu->used -= found->second.first;
    free(reinterpret_cast<void *>(address));
    allocations.erase(found);
    live--;
    return SUCCESS;
}

int cuMemAllocHost_v2(void **out, uint64_t bytes) {
    CHECK_CONTEXT();
    if (bytes == 0) return INVALID_VALUE;
    *out = malloc(bytes);
    live++;
    return SUCCESS;
}

int cuMemFreeHost(void *address) {
    CHECK_CONTEXT();
    free(address);
    live--;
    return SUCCESS;
}

int cuMemcpyHtoD_v2(uint64_t to, const void *from, uint64_t bytes) {
    CHECK_CONTEXT();
    if (inside(to, bytes) != currentGpu) return INVALID_VALUE;
    memcpy(reinterpret_cast<void *>(to), from, bytes);
    return SUCCESS;
}

int cuMemcpyDtoH_v2(void *to, uint64_t from, uint64_t bytes) {
    CHECK_CONTEXT();
    if (inside(from, bytes) != currentGpu) return INVALID_VALUE;
    memcpy(to, reinterpret_cast<void *>(from), bytes);
    return SUCCESS;
}

int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, uint64_t bytes) {
    CHECK_CONTEXT();
    if (inside(from, bytes) != currentGpu || inside(to, bytes) != currentGpu) return INVALID_VALUE;
    memcpy(reinterpret_cast<void *>(to), reinterpret_cast<void *>(from), bytes);
    return SUCCESS;
}

int cuModuleLoadDataEx(Module **out, const char *ptx, unsigned options, const int *names, void **values) {
    CHECK_CONTEXT();
    auto kernels = entries(ptx);
    if (kernels.empty()) {
        for (unsigned i = 0; i < options; i++) {
            if (names[i] == 5) strcpy(static_cast<char *>(values[i]), "ptxas: no kernels, line 1");
        }
        return INVALID_PTX;
    }
    *out = new Module{kernels};
    live++;
    return SUCCESS;
}

int cuModuleUnload(Module *module) {
    CHECK_CONTEXT();
    delete module;
    live--;
    return SUCCESS;
}

int cuModuleGetFunction(Function **out, Module *module, const char *name) {
    CHECK_CONTEXT();
    static void *self = dlopen(ownFile().c_str(), RTLD_NOW | RTLD_NOLOAD);
    void *code = dlsym(self, name);
    if (!code || !module->kernels.count(name)) return NOT_FOUND;
    *out = new Function{name, code, module->kernels[name]};
    return SUCCESS;
}

int cuLaunchKernel(Function *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
                   unsigned, void *stream, void **parameters, void **extra) {
    CHECK_CONTEXT();
    if (!gridX || gridY != 1 || gridZ != 1 || !blockX || blockX > 1024 || blockY != 1 || blockZ != 1 || stream || extra) return INVALID_VALUE;
    for (size_t i = 0; i < function->sizes.size(); i++) {
        arguments[i] = 0;
        memcpy(&arguments[i], parameters[i], function->sizes[i]);
        auto found = allocations.find(arguments[i]);
        if (function->sizes[i] == 8 && found != allocations.end() && found->second.second != currentGpu) return ILLEGAL_ADDRESS;
    }
    kernel = function->code;
    gridDim = {gridX, 1, 1};
    blockDim = {blockX, 1, 1};
    if (threads.size() < blockX) threads.resize(blockX);
    for (blockIdx = {0, 0, 0}; blockIdx.x < gridX; blockIdx.x++) {
        if (!runBlock()) return LAUNCH_FAILED;
    }
    return SUCCESS;
}

using Clock = std::chrono::steady_clock;

int cuEventCreate(Clock::time_point **out, unsigned) {
    CHECK_CONTEXT();
    *out = new Clock::time_point();
    live++;
    return SUCCESS;
}

int cuEventRecord(Clock::time_point *event, void *) {
    CHECK_CONTEXT();
    *event = Clock::now();
    return SUCCESS;
}

int cuEventSynchronize(Clock::time_point *) {
    CHECK_CONTEXT();
    return SUCCESS;
}

int cuEventElapsedTime(float *out, Clock::time_point *begin, Clock::time_point *end) {
    CHECK_CONTEXT();
    *out = std::chrono::duration<float, std::milli>(*end - *begin).count();
    return SUCCESS;
}

int cuEventDestroy_v2(Clock::time_point *event) {
    CHECK_CONTEXT();
    delete event;
    live--;
    return SUCCESS;
}

// How much of what was made is not freed yet; for tests.
int fakeLive() {
    std::lock_guard<std::recursive_mutex> guard(lock);
    return static_cast<int>(live);
}

}  // extern "C"

// ---- the kernels

#define __global__ __attribute__((visibility("default")))
#define __device__
#define __shared__ static
#define __restrict__ __restrict
#define __launch_bounds__(...)
#include KERNELS
