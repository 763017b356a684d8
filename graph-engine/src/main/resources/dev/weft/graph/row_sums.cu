// Sums over the in-neighbours of rows: sums[row] = messages[neighbours[offsets[row]]] + … + messages[neighbours[offsets[row + 1] - 1]].
// A sum depends on its row alone, not on the other rows nor on who else works: a lane adds its entries in ascending order, and the lanes'
// sums are added up as a binary tree. How many lanes a row gets follows from its length. row_sums.ptx is made of this by graph-engine/ptx.

template <int LANES>
__device__ void sum_rows(const long long *__restrict__ offsets, const int *__restrict__ neighbours, const double *__restrict__ messages,
                         const int *__restrict__ rows, int count, double *__restrict__ sums) {
    int lane = threadIdx.x % LANES;
    long long place = ((long long)blockIdx.x * blockDim.x + threadIdx.x) / LANES;
    if (place >= count) {
        return;
    }
    int row = rows[place];
    long long end = offsets[row + 1];
    double sum = 0.0;
#pragma unroll 4
    for (long long i = offsets[row] + lane; i < end; i += LANES) {
        sum += messages[neighbours[i]];
    }
    if (LANES > 1) {
        // The lanes of this row, among the 32 of their warp.
        unsigned mask = (LANES == 32 ? 0xffffffffu : (1u << LANES % 32) - 1) << (threadIdx.x % 32 - lane);
        for (int step = LANES / 2; step > 0; step /= 2) {
            sum += __shfl_down_sync(mask, sum, step, LANES);
        }
    }
    if (lane == 0) {
        sums[row] = sum;
    }
}

extern "C" __global__ void row_sums_1(const long long *offsets, const int *neighbours, const double *messages, const int *rows, int count,
                                      double *sums) {
    sum_rows<1>(offsets, neighbours, messages, rows, count, sums);
}

extern "C" __global__ void row_sums_8(const long long *offsets, const int *neighbours, const double *messages, const int *rows, int count,
                                      double *sums) {
    sum_rows<8>(offsets, neighbours, messages, rows, count, sums);
}

extern "C" __global__ void row_sums_32(const long long *offsets, const int *neighbours, const double *messages, const int *rows, int count,
                                       double *sums) {
    sum_rows<32>(offsets, neighbours, messages, rows, count, sums);
}

// A block of 256 threads for each row.
extern "C" __global__ void row_sums_256(const long long *__restrict__ offsets, const int *__restrict__ neighbours,
                                        const double *__restrict__ messages, const int *__restrict__ rows, int count,
                                        double *__restrict__ sums) {
    __shared__ double of_warps[8];
    int row = rows[blockIdx.x];
    long long end = offsets[row + 1];
    double sum = 0.0;
#pragma unroll 4
    for (long long i = offsets[row] + threadIdx.x; i < end; i += 256) {
        sum += messages[neighbours[i]];
    }
    for (int step = 16; step > 0; step /= 2) {
        sum += __shfl_down_sync(0xffffffffu, sum, step, 32);
    }
    if (threadIdx.x % 32 == 0) {
        of_warps[threadIdx.x / 32] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        double total = 0.0;
        for (int warp = 0; warp < 8; warp++) {
            total += of_warps[warp];
        }
        sums[row] = total;
    }
}
